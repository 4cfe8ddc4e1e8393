package io.throughline.selection.webhook;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes what is to be told into the caller's transaction. */
@ApplicationScoped
public class Notices {
  /** A verdict was given; the data is the Evaluation. */
  public static final String EVALUATION_COMPLETED = "evaluation.completed";

  /** A champion was promoted; the data is the Promotion. */
  public static final String CANDIDATE_PROMOTED = "candidate.promoted";

  /** A waiver was granted; the data is the Waiver. */
  public static final String WAIVER_GRANTED = "waiver.granted";

  /** A waiver was taken back; the data is the Waiver. */
  public static final String WAIVER_REVOKED = "waiver.revoked";

  /** A waiver is over, and its gate closed again; the data is the Waiver. */
  public static final String WAIVER_EXPIRED = "waiver.expired";

  /** All that can be told of. */
  public static final List<String> ALL =
      List.of(
          EVALUATION_COMPLETED, CANDIDATE_PROMOTED, WAIVER_GRANTED, WAIVER_REVOKED, WAIVER_EXPIRED);

  private static final String QUEUE =
      """
      insert into webhook_delivery (tenant, webhook, event, subject, payload)
      select tenant, webhook, :event, :subject, :payload from webhook
      where tenant = :tenant and (cardinality(events) = 0 or :event = any (events))
      on conflict (tenant, webhook, event, subject) do nothing
      """;

  /** Queues within the current transaction, for each webhook that wants to know. */
  public Uni<Void> queue(String tenant, String event, String subject, Message data) {
    String payload =
        "{\"event\": \"%s\", \"subject\": \"%s\", \"data\": %s}"
            .formatted(event, subject, print(data));
    return Panache.getSession()
        .flatMap(
            session ->
                session
                    .createNativeQuery(QUEUE)
                    .setParameter("tenant", tenant)
                    .setParameter("event", event)
                    .setParameter("subject", subject)
                    .setParameter("payload", payload)
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static String print(Message message) {
    try {
      return JsonFormat.printer().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message with an Any of an unknown type", e);
    }
  }
}
