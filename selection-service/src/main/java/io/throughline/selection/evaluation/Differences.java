package io.throughline.selection.evaluation;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Where two evaluations differ: verdicts, reason codes, and numbers to 12 significant digits. */
final class Differences {
  private static final MathContext DIGITS = new MathContext(12);

  private Differences() {}

  static List<String> of(Evaluation then, Evaluation now) {
    List<String> differences = new ArrayList<>();
    words(differences, "policy digest", then.getPolicyDigest(), now.getPolicyDigest());
    words(differences, "verdict", then.getVerdict().name(), now.getVerdict().name());
    if (then.getChecksCount() != now.getChecksCount()) {
      words(
          differences,
          "number of checks",
          Integer.toString(then.getChecksCount()),
          Integer.toString(now.getChecksCount()));
      return differences;
    }
    for (int i = 0; i < then.getChecksCount(); i++) {
      check(differences, then.getChecks(i), now.getChecks(i));
    }
    return differences;
  }

  private static void check(List<String> differences, CheckResult then, CheckResult now) {
    String at = "check '%s', ".formatted(then.getCheck());
    words(differences, at + "id", then.getCheck(), now.getCheck());
    words(differences, at + "verdict", then.getVerdict().name(), now.getVerdict().name());
    words(differences, at + "reason code", then.getReasonCode(), now.getReasonCode());
    numbers(differences, at + "n", then.getN(), now.getN());
    numbers(differences, at + "estimate", then.getEstimate(), now.getEstimate());
    numbers(differences, at + "lower", then.getLower(), now.getLower());
    numbers(differences, at + "upper", then.getUpper(), now.getUpper());
    numbers(differences, at + "margin", then.getMargin(), now.getMargin());
  }

  private static void words(List<String> differences, String what, String then, String now) {
    if (!then.equals(now)) {
      differences.add("%s: was %s, is %s".formatted(what, then, now));
    }
  }

  private static void numbers(List<String> differences, String what, double then, double now) {
    if (!same(then, now)) {
      differences.add("%s: was %s, is %s".formatted(what, then, now));
    }
  }

  private static boolean same(double then, double now) {
    if (then == now || !Double.isFinite(then) || !Double.isFinite(now)) {
      return Double.compare(then, now) == 0 || then == now;
    }
    return new BigDecimal(then).round(DIGITS).compareTo(new BigDecimal(now).round(DIGITS)) == 0;
  }
}
