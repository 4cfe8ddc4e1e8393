package io.throughline.lineage.decision;

import io.throughline.event.v1.Event;
import java.util.Locale;

/** Which events are requests, and what they are called. */
final class Requests {
  private Requests() {}

  static boolean isRequest(Event event) {
    return !idOf(event).isEmpty();
  }

  /** The request's id in lower case; empty where the event is no request. */
  static String idOf(Event event) {
    String id =
        switch (event.getKindCase()) {
          case CREATION_REQUESTED -> event.getCreationRequested().getRequestId();
          case MODEL_VERSION_REQUESTED -> event.getModelVersionRequested().getRequestId();
          case ALIAS_MOVE_REQUESTED -> event.getAliasMoveRequested().getRequestId();
          case PROMOTION_REQUESTED -> event.getPromotionRequested().getRequestId();
          default -> "";
        };
    return id.toLowerCase(Locale.ROOT);
  }
}
