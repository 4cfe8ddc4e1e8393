package io.throughline.selection.check;

import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.policy.CheckRole;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What follows from all checks.
 *
 * @param verdict the verdict of the whole
 * @param reason which check decided, and why, in a sentence
 */
public record Decision(Verdict verdict, String reason) {

  /**
   * What has failed of the data's quality, or cannot be evaluated, makes an ERROR. A guardrail or a
   * deterioration that fails, a success that is shown to be worse, or successes that all fail make
   * a FAIL. What is left open makes it INCONCLUSIVE. So a PASS needs one success (where there are
   * any), every guardrail, nothing shown to be worse, and one claim that is shown on what selection
   * never saw: an untouched dataset or a trial.
   */
  public static Decision of(List<Finding> findings) {
    List<Finding> counted = findings.stream().filter(Decision::counts).toList();
    for (Verdict verdict : List.of(Verdict.ERROR, Verdict.FAIL, Verdict.INCONCLUSIVE)) {
      List<Finding> deciding =
          counted.stream().filter(finding -> weight(finding, findings) == verdict).toList();
      if (!deciding.isEmpty()) {
        return new Decision(verdict, because(deciding));
      }
    }
    String skipped = skipped(findings.stream().filter(Finding::skipped).count());
    if (counted.isEmpty()) {
      return new Decision(
          Verdict.INCONCLUSIVE, "every check was left out, since there is no champion yet");
    }
    if (counted.stream().noneMatch(Finding::carries)) {
      return new Decision(
          Verdict.INCONCLUSIVE,
          "every check passed, but none on a dataset whose only role is JUDGEMENT: what selects a"
              + " candidate cannot judge it; add a check over such a dataset"
              + skipped);
    }
    return new Decision(Verdict.PASS, passed(counted) + skipped);
  }

  /** The findings that stand in the way of a PASS. */
  public static List<Finding> blocking(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> counts(finding) && weight(finding, findings) != Verdict.PASS)
        .toList();
  }

  private static boolean counts(Finding finding) {
    return !finding.skipped() && finding.role() != CheckRole.INFORMATIONAL;
  }

  /** What one finding makes of the whole, the others being as they are. */
  private static Verdict weight(Finding finding, List<Finding> findings) {
    if (finding.verdict() == Verdict.ERROR) {
      return Verdict.ERROR;
    }
    if (finding.role() == CheckRole.QUALITY && finding.verdict() == Verdict.FAIL) {
      return Verdict.ERROR;
    }
    if (finding.role() != CheckRole.SUCCESS || finding.reason() == ReasonCode.DETERIORATED) {
      return finding.verdict();
    }
    List<Finding> successes =
        findings.stream().filter(f -> f.role() == CheckRole.SUCCESS && counts(f)).toList();
    if (successes.stream().anyMatch(success -> success.verdict() == Verdict.PASS)) {
      return Verdict.PASS;
    }
    boolean open = successes.stream().anyMatch(f -> f.verdict() == Verdict.INCONCLUSIVE);
    return open ? Verdict.INCONCLUSIVE : Verdict.FAIL;
  }

  private static String passed(List<Finding> counted) {
    long failed = counted.stream().filter(f -> f.verdict() != Verdict.PASS).count();
    if (failed > 0) {
      return "%d of %d checks passed, one success among them; one is enough"
          .formatted(counted.size() - failed, counted.size());
    }
    return counted.size() == 1
        ? "check '%s' passed".formatted(counted.get(0).check())
        : "all %d checks passed".formatted(counted.size());
  }

  private static String because(List<Finding> deciding) {
    Finding first = deciding.get(0);
    String role =
        first.role() == CheckRole.QUALITY
            ? "the data cannot carry a verdict: "
            : first.role() == CheckRole.SUCCESS ? "no success is shown: " : "";
    String more =
        deciding.stream()
            .skip(1)
            .map(finding -> "'" + finding.check() + "'")
            .collect(Collectors.joining(", "));
    return "%scheck '%s': %s%s"
        .formatted(
            role, first.check(), first.message(), more.isEmpty() ? "" : "; likewise " + more);
  }

  private static String skipped(long count) {
    return count == 0 ? "" : " (%d left out: there is no champion yet)".formatted(count);
  }
}
