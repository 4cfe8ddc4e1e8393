package io.throughline.selection.promotion;

import com.google.protobuf.util.Timestamps;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.event.v1.Waiver;
import io.throughline.selection.evaluation.Outline;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.waiver.Waivers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Whether evaluations may promote now: a PASS, or a waiver for all that is in the way. */
@ApplicationScoped
public class Clearances {
  private final Waivers waivers;
  private final Approvals approvals;

  Clearances(Waivers waivers, Approvals approvals) {
    this.waivers = waivers;
    this.approvals = approvals;
  }

  Uni<Clearance> of(String tenant, Evaluation evaluation) {
    String policy = PolicyName.parse(evaluation.getPolicyVersion()).policy();
    return Uni.combine()
        .all()
        .unis(
            waivers.standing(tenant, policy, evaluation.getCandidate()),
            approvals.of(tenant, evaluation))
        .with((standing, approvers) -> clearance(evaluation, standing, approvers));
  }

  static Clearance clearance(
      Evaluation evaluation, Collection<Waiver> standing, List<String> approvers) {
    boolean passed = evaluation.getVerdict() == Verdict.VERDICT_PASS;
    boolean waivable =
        evaluation.getVerdict() == Verdict.VERDICT_FAIL
            || evaluation.getVerdict() == Verdict.VERDICT_INCONCLUSIVE;
    List<String> blocking = passed ? List.of() : Outline.blocking(evaluation);
    List<Waiver> used =
        standing.stream()
            .filter(waiver -> waivable && blocking.contains(waiver.getCheck()))
            .toList();
    List<String> left =
        blocking.stream()
            .filter(check -> used.stream().noneMatch(w -> w.getCheck().equals(check)))
            .toList();
    boolean waived = waivable && !blocking.isEmpty() && left.isEmpty();
    boolean approved = approvers.size() >= evaluation.getRequiredApprovals();
    Clearance.Builder clearance =
        Clearance.newBuilder()
            .setEvaluation(evaluation.getName())
            .setVerdict(evaluation.getVerdict())
            .setCleared((passed || waived) && approved)
            .setWaived(waived)
            .addAllBlockingChecks(left)
            .setRequiredApprovals(evaluation.getRequiredApprovals())
            .addAllApprovers(approvers);
    if (waived) {
      used.forEach(waiver -> clearance.addWaivers(waiver.getName()));
      used.stream()
          .map(Waiver::getExpireTime)
          .min(Timestamps.comparator())
          .ifPresent(clearance::setExpireTime);
    }
    return clearance.setReason(reason(evaluation, passed, waived, approved, used)).build();
  }

  private static String reason(
      Evaluation evaluation, boolean passed, boolean waived, boolean approved, List<Waiver> used) {
    String verdict = Promoter.word(evaluation.getVerdict());
    String missing =
        approved
            ? ""
            : "; %d approvals by others than '%s' are needed"
                .formatted(evaluation.getRequiredApprovals(), evaluation.getAuthor());
    if (passed) {
      return "PASS" + missing;
    }
    if (!waived) {
      return "only a PASS promotes, but the verdict is %s: %s"
          .formatted(verdict, evaluation.getReason());
    }
    StringBuilder text = new StringBuilder("WAIVED, though the verdict is " + verdict);
    for (Waiver waiver : used) {
      text.append(
          "; check '%s' by %s at the request of %s until %s: %s"
              .formatted(
                  waiver.getCheck(),
                  waiver.getApprover(),
                  waiver.getAuthor(),
                  Timestamps.toString(waiver.getExpireTime()),
                  waiver.getReason()));
    }
    return text + missing;
  }
}
