package io.throughline.lineage.request;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;

/**
 * What became of a request.
 *
 * @param granted the name of what was created or moved; empty where it was refused
 * @param reason why it was refused, a name of {@link ErrorReason} without its prefix; empty where
 *     it was granted
 * @param message the same in a sentence
 */
public record Decision(String granted, String reason, String message) {
  private static final String PREFIX = "ERROR_REASON_";

  /** The request was granted. */
  public static Decision grant(String name) {
    return new Decision(name, "", "");
  }

  /** The request was refused. */
  public static Decision refuse(ErrorReason reason, String message) {
    return new Decision("", Failure.word(reason), message);
  }

  boolean isGranted() {
    return reason.isEmpty();
  }

  /** The refusal as the error of the call that asked. */
  Failure failure(String type, String name) {
    return Failure.of(ErrorReason.valueOf(PREFIX + reason), message).resource(type, name);
  }
}
