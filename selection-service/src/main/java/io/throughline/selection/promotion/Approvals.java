package io.throughline.selection.promotion;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.EvaluationApproved;
import io.throughline.event.v1.Event;
import io.throughline.selection.evaluation.UuidV7;
import io.throughline.selection.outbox.Outbox;
import io.throughline.selection.outbox.Sender;
import io.throughline.selection.store.Transactions;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Who approved of evaluations. */
@ApplicationScoped
public class Approvals {
  private final Transactions transactions;
  private final Outbox outbox;
  private final Sender sender;

  Approvals(Transactions transactions, Outbox outbox, Sender sender) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.sender = sender;
  }

  /** Approves, once, by somebody other than the author. */
  Uni<Void> approve(String tenant, Evaluation evaluation, String approver, String comment) {
    if (evaluation.getAuthor().equals(approver)) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_APPROVER_IS_AUTHOR,
              "'%s' asked for this evaluation and cannot approve of it; another must"
                  .formatted(approver))
          .resource("evaluation", evaluation.getName());
    }
    ApprovalRow.Key key = key(tenant, evaluation, approver);
    return transactions
        .run(
            () ->
                ApprovalRow.<ApprovalRow>findById(key)
                    .flatMap(
                        known ->
                            known == null
                                ? add(key, evaluation, comment)
                                : Uni.createFrom().voidItem()))
        .invoke(sender::wake)
        // Approved twice at once: the other call was faster, and that is the one approval.
        .onFailure()
        .recoverWithUni(
            failed ->
                of(tenant, evaluation)
                    .flatMap(
                        approvers ->
                            approvers.contains(approver)
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom().failure(failed)));
  }

  private Uni<Void> add(ApprovalRow.Key key, Evaluation evaluation, String comment) {
    ApprovalRow row = new ApprovalRow();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    row.key = key;
    row.approval = UuidV7.at(now).toString();
    row.comment = comment;
    row.createTime = now;
    String scope = "experiments/" + key.experiment();
    Event event =
        Event.newBuilder()
            .setEvaluationApproved(
                EvaluationApproved.newBuilder()
                    .setName(scope + "/approvals/" + row.approval)
                    .setEvaluation(evaluation.getName())
                    .setApprover(key.approver())
                    .setComment(comment))
            .build();
    return row.persistAndFlush().flatMap(done -> outbox.add(key.tenant(), scope, event));
  }

  /** Who approved of an evaluation, by name. */
  Uni<List<String>> of(String tenant, Evaluation evaluation) {
    ApprovalRow.Key key = key(tenant, evaluation, "");
    return transactions
        .run(
            () ->
                ApprovalRow.<ApprovalRow>find(
                        "key.tenant = ?1 and key.experiment = ?2 and key.evaluation = ?3"
                            + " order by key.approver",
                        tenant,
                        key.experiment(),
                        key.evaluation())
                    .list())
        .map(rows -> rows.stream().map(row -> row.key.approver()).toList());
  }

  private static ApprovalRow.Key key(String tenant, Evaluation evaluation, String approver) {
    ResourceName name = ResourceName.parse(evaluation.getName());
    return new ApprovalRow.Key(tenant, name.scope().id(), name.id(), approver);
  }
}
