package io.throughline.selection.check;

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
   * Any ERROR is an ERROR, any FAIL a FAIL, anything INCONCLUSIVE is INCONCLUSIVE. A PASS needs
   * every check that was not left out, one of them on a dataset that was never used but for
   * judging.
   */
  public static Decision of(List<Finding> findings) {
    List<Finding> counted = findings.stream().filter(finding -> !finding.skipped()).toList();
    for (Verdict verdict : List.of(Verdict.ERROR, Verdict.FAIL, Verdict.INCONCLUSIVE)) {
      List<Finding> deciding = counted.stream().filter(f -> f.verdict() == verdict).toList();
      if (!deciding.isEmpty()) {
        return new Decision(verdict, because(deciding));
      }
    }
    String skipped = skipped(findings.size() - counted.size());
    if (counted.isEmpty()) {
      return new Decision(
          Verdict.INCONCLUSIVE, "every check was left out, since there is no champion yet");
    }
    if (counted.stream().noneMatch(Finding::untouched)) {
      return new Decision(
          Verdict.INCONCLUSIVE,
          "every check passed, but none on a dataset whose only role is JUDGEMENT: what selects a"
              + " candidate cannot judge it; add a check over such a dataset"
              + skipped);
    }
    return new Decision(
        Verdict.PASS,
        "%s passed%s"
            .formatted(
                counted.size() == 1
                    ? "check '" + counted.get(0).check() + "'"
                    : "all %d checks".formatted(counted.size()),
                skipped));
  }

  private static String because(List<Finding> deciding) {
    Finding first = deciding.get(0);
    String more =
        deciding.stream()
            .skip(1)
            .map(finding -> "'" + finding.check() + "'")
            .collect(Collectors.joining(", "));
    return "check '%s': %s%s"
        .formatted(first.check(), first.message(), more.isEmpty() ? "" : "; likewise " + more);
  }

  private static String skipped(int count) {
    return count == 0 ? "" : " (%d left out: there is no champion yet)".formatted(count);
  }
}
