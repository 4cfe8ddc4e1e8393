package io.throughline.selection.check;

import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.policy.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * What a policy says on some evidence.
 *
 * @param findings one of each check, in the policy's order
 * @param decision what follows
 */
public record Judgement(List<Finding> findings, Decision decision) {

  /**
   * Judges. The same policy, evidence and seed give the same bits.
   *
   * @param evidence one entry for each check, in the policy's order
   */
  public static Judgement of(Policy policy, List<Evidence> evidence, long seed) {
    Judge judge = new Judge(policy.confidenceLevel(), seed);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < policy.checks().size(); i++) {
      findings.add(judge.judge(policy.checks().get(i), evidence.get(i)));
    }
    return new Judgement(List.copyOf(findings), Decision.of(findings));
  }
}
