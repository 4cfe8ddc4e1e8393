package io.throughline.selection.check;

import io.throughline.selection.policy.Numbers;
import io.throughline.selection.policy.Over;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** What to do about a verdict. */
final class NextStep {
  private static final double TOO_MANY = 1e9;

  private NextStep() {}

  static String of(Verdict verdict, Finding.Measure measure, Bound bound, Over over, long n) {
    return switch (verdict) {
      case PASS -> "";
      case FAIL ->
          "the candidate misses the bound by %s at least; look at where it is worst, or change it"
              .formatted(Numbers.show(shortfall(measure, bound)));
      default -> inconclusive(measure, bound, over, n);
    };
  }

  /** The same for a trial, whose units come by themselves. */
  static String ofTrial(Verdict verdict, Finding.Measure measure, Bound bound, long n) {
    return of(verdict, measure, bound, Over.UNITS, n);
  }

  private static String inconclusive(Finding.Measure measure, Bound bound, Over over, long n) {
    if (!bound.right(measure.estimate())) {
      return "the estimate lies on the wrong side of the bound: more %s would rather show a FAIL"
          .formatted(over.word());
    }
    if (over == Over.FOLDS) {
      return "folds share their training data, so more of them narrow the interval little; judge"
          + " over the units of a dataset that selection never saw";
    }
    double half =
        bound.side() == Side.BELOW
            ? measure.interval().upper() - measure.estimate()
            : measure.estimate() - measure.interval().lower();
    double distance = Math.abs(measure.estimate() - bound.value());
    double more = n * (Math.pow(half / distance, 2) - 1);
    if (!(more < TOO_MANY)) {
      return "no realistic number of units would tell the estimate from the bound";
    }
    return "≈ %s more units would narrow the interval to the bound, if the estimate stays"
        .formatted(rounded(Math.max(more, 1)));
  }

  private static double shortfall(Finding.Measure measure, Bound bound) {
    return bound.side() == Side.BELOW
        ? measure.interval().lower() - bound.value()
        : bound.value() - measure.interval().upper();
  }

  private static String rounded(double count) {
    long shown =
        new BigDecimal(Math.ceil(count))
            .round(new MathContext(2, RoundingMode.CEILING))
            .longValueExact();
    return "%,d".formatted(shown);
  }
}
