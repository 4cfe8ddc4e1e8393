package io.throughline.selection.check;

import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
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
   * <p>One success among several is enough, so their checks share the policy's alpha by Holm's
   * steps, told in intervals: with m of them left each interval has the level 1 - alpha/m; those
   * that pass leave, and the rest is held anew (Holm 1979). Guardrails must all hold and need no
   * correction (see {@link io.throughline.selection.statistics.multiplicity.ErrorBudget}).
   *
   * @param evidence one entry for each check, in the policy's order
   */
  public static Judgement of(Policy policy, List<Evidence> evidence, long seed) {
    Finding[] findings = new Finding[policy.checks().size()];
    List<Integer> successes = new ArrayList<>();
    Judge judge = new Judge(policy.confidenceLevel(), seed);
    for (int i = 0; i < findings.length; i++) {
      if (policy.checks().get(i).role() == CheckRole.SUCCESS) {
        successes.add(i);
      } else {
        findings[i] = judge.judge(policy.checks().get(i), evidence.get(i));
      }
    }
    holm(policy, evidence, seed, successes, findings);
    List<Finding> all = Arrays.asList(findings);
    return new Judgement(List.copyOf(all), Decision.of(all));
  }

  private static void holm(
      Policy policy, List<Evidence> evidence, long seed, List<Integer> left, Finding[] findings) {
    List<Integer> rest = left;
    while (!rest.isEmpty()) {
      double level = 1 - (1 - policy.confidenceLevel()) / rest.size();
      Judge judge = new Judge(level, seed);
      for (int i : rest) {
        findings[i] = judge.judge(policy.checks().get(i), evidence.get(i));
      }
      List<Integer> remaining =
          rest.stream().filter(i -> findings[i].verdict() != Verdict.PASS).toList();
      rest = remaining.size() == rest.size() ? List.of() : remaining;
    }
  }
}
