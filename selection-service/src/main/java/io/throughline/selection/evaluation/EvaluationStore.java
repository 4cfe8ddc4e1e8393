package io.throughline.selection.evaluation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.EvaluationCompleted;
import io.throughline.event.v1.Event;
import io.throughline.selection.outbox.Outbox;
import io.throughline.selection.outbox.Sender;
import io.throughline.selection.store.Transactions;
import io.throughline.selection.webhook.Notices;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The stored evaluations. */
@ApplicationScoped
public class EvaluationStore {
  private final Transactions transactions;
  private final Outbox outbox;
  private final Sender sender;
  private final Notices notices;

  EvaluationStore(Transactions transactions, Outbox outbox, Sender sender, Notices notices) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.sender = sender;
    this.notices = notices;
  }

  /** Stores an evaluation, and the event that tells of it, in one transaction. */
  Uni<Evaluation> add(EvaluationRow row) {
    Evaluation evaluation = parse(row);
    Event event =
        Event.newBuilder()
            .setValidTime(evaluation.getEvaluateTime())
            .setEvaluationCompleted(EvaluationCompleted.newBuilder().setEvaluation(evaluation))
            .build();
    return transactions
        .run(
            () ->
                row.persistAndFlush()
                    .flatMap(
                        done ->
                            outbox.add(
                                row.key.tenant(), "experiments/" + row.key.experiment(), event))
                    .flatMap(
                        done ->
                            notices.queue(
                                row.key.tenant(),
                                Notices.EVALUATION_COMPLETED,
                                evaluation.getName(),
                                evaluation)))
        .invoke(sender::wake)
        .replaceWith(evaluation);
  }

  /** The row that an evaluation is stored in. Fails with NOT_FOUND. */
  public Uni<EvaluationRow> row(String tenant, String name) {
    ResourceName parsed = ResourceName.parse(name);
    EvaluationRow.Key key = new EvaluationRow.Key(tenant, parsed.scope().id(), parsed.id());
    return transactions
        .run(() -> EvaluationRow.<EvaluationRow>findById(key))
        .onItem()
        .ifNull()
        .failWith(() -> Failure.notFound("evaluation", name));
  }

  Uni<Optional<EvaluationRow>> ofRequest(String tenant, String requestId) {
    if (requestId.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return transactions
        .run(
            () ->
                EvaluationRow.<EvaluationRow>find(
                        "key.tenant = ?1 and requestId = ?2", tenant, requestId)
                    .firstResult())
        .map(Optional::ofNullable);
  }

  /** The newest first; before another one, where that is not empty; of one candidate, likewise. */
  Uni<List<EvaluationRow>> list(
      String tenant, String experiment, String candidate, String before, int limit) {
    String query =
        "key.tenant = ?1 and key.experiment = ?2 and (?3 = '' or candidate = ?3)"
            + " and (?4 = '' or key.evaluation < ?4) order by key.evaluation desc";
    return transactions.run(
        () ->
            EvaluationRow.<EvaluationRow>find(query, tenant, experiment, candidate, before)
                .range(0, limit - 1)
                .list());
  }

  /**
   * Those after a moment, the oldest first, in whichever experiment.
   *
   * @param after the id after which they come
   * @param experiment only of this one, where not empty
   */
  Uni<List<EvaluationRow>> after(String tenant, String after, String experiment, int limit) {
    String query =
        "key.tenant = ?1 and key.evaluation > ?2 and (?3 = '' or key.experiment = ?3)"
            + " order by key.evaluation";
    return transactions.run(
        () ->
            EvaluationRow.<EvaluationRow>find(query, tenant, after, experiment)
                .range(0, limit - 1)
                .list());
  }

  /** The evaluation that a row holds. */
  public static Evaluation parse(EvaluationRow row) {
    try {
      return Evaluation.parseFrom(row.message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an evaluation in the store cannot be read", e);
    }
  }
}
