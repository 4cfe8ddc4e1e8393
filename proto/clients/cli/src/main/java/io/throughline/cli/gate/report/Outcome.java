package io.throughline.cli.gate.report;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.CheckRole;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.Promotion;
import java.util.Optional;

/**
 * What a gate came to.
 *
 * @param evaluation the evaluation
 * @param url where it is served over HTTP; empty where that is not known
 * @param clearance whether it may promote, asked where it did not pass
 * @param promotion the promotion that followed
 * @param promotionWanted whether one was asked for
 * @param exitCode what the command ends with
 * @param policy the policy's text, where the policy was given as a file
 */
public record Outcome(
    Evaluation evaluation,
    String url,
    Optional<Clearance> clearance,
    Optional<Promotion> promotion,
    boolean promotionWanted,
    int exitCode,
    PolicyFile policy) {

  /** Whether it may promote by waivers, without having passed. */
  public boolean waived() {
    return clearance.isPresent() && clearance.get().getCleared() && clearance.get().getWaived();
  }

  /** Where to read more. */
  String link() {
    return url.isEmpty() ? evaluation.getName() : url;
  }

  /** The verdict, and whether it was waived, in a word or two. */
  String headline() {
    return word(evaluation.getVerdict()) + (waived() ? " (waived)" : "");
  }

  /** Whether a check only informs, so that it never decides. */
  static boolean informs(CheckResult check) {
    return check.getRole() == CheckRole.CHECK_ROLE_INFORMATIONAL;
  }

  static String word(Verdict verdict) {
    return verdict.name().replace("VERDICT_", "");
  }

  /** Why a check came out as it did, and what to do about it, in a line. */
  static String explanation(CheckResult check) {
    String next = check.getNextStep().isEmpty() ? "" : " → " + check.getNextStep();
    return "%s: %s%s".formatted(check.getReasonCode(), check.getMessage(), next);
  }
}
