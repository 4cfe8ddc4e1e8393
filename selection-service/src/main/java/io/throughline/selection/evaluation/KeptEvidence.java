package io.throughline.selection.evaluation;

import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.FactCheck;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.Slices;
import io.throughline.selection.policy.TrialCheck;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an evaluation kept, for the checks of another policy: a check gets the evidence of one that
 * looked at the same; what nobody looked at then cannot be told now.
 *
 * @param then the policy that was evaluated
 * @param evidence one entry for each of its checks
 */
record KeptEvidence(Policy then, List<Evidence> evidence) {

  static KeptEvidence of(Policy then, List<Evidence> evidence) {
    return new KeptEvidence(then, evidence);
  }

  /** One entry for each check of a policy. */
  List<Evidence> of(Policy policy) {
    return policy.checks().stream().map(this::of).toList();
  }

  private Evidence of(Check check) {
    return IntStream.range(0, then.checks().size())
        .filter(i -> serves(then.checks().get(i), evidence.get(i), check))
        .mapToObj(i -> evidence.get(i).as(check.id()))
        .findFirst()
        .orElseGet(
            () ->
                Evidence.of(
                    check.id(),
                    new Obstacle(
                        ReasonCode.EVIDENCE_NOT_KEPT,
                        "the evaluation did not look at '%s' in this way"
                            .formatted(check.subject()),
                        "evaluate the candidate anew")));
  }

  private static boolean serves(Check old, Evidence kept, Check check) {
    if (check instanceof MetricCheck asked && old instanceof MetricCheck had) {
      return serves(had, kept, asked);
    }
    if (check instanceof FactCheck asked && old instanceof FactCheck had) {
      return asked.kind() == had.kind() && asked.names().equals(had.names());
    }
    return check instanceof TrialCheck asked
        && old instanceof TrialCheck had
        && asked.trial().equals(had.trial())
        && sameQuestion(asked.asks(), had.asks());
  }

  private static boolean serves(MetricCheck had, Evidence kept, MetricCheck asked) {
    Optional<String> by = asked.slices().map(Slices::by);
    boolean sliced = by.isEmpty() || by.equals(had.slices().map(Slices::by));
    boolean same =
        asked.metric().equals(had.metric())
            && asked.over() == had.over()
            && asked.dataset().equals(had.dataset())
            && asked.datasetRole().equals(had.datasetRole())
            && sliced;
    boolean champion =
        !asked.compares()
            || had.compares()
            || kept.sample().map(Sample::champion).filter(some -> some.length > 0).isPresent();
    return same && champion;
  }

  private static boolean sameQuestion(TrialCheck.Question asked, TrialCheck.Question had) {
    return asked instanceof TrialCheck.Effect one && had instanceof TrialCheck.Effect other
        ? one.metric().equals(other.metric()) && one.cohort().equals(other.cohort())
        : asked.equals(had);
  }
}
