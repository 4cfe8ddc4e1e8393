package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.SignificanceResult;
import org.apache.commons.statistics.inference.UnconditionedExactTest;

/**
 * Exact inference for two proportions with tiny counts: the odds ratio conditional on both margins,
 * its interval and its central p-value from one noncentral hypergeometric distribution, so that
 * they never disagree (Fisher 1935; Cornfield 1956; Fay 2010, "Confidence intervals that match
 * Fisher's exact or Blaker's exact tests", Biostatistics 11), and the exact tests of Commons.
 */
public final class FisherExact {
  private static final double ROUNDING = 1e-9;

  private FisherExact() {}

  /**
   * The odds ratio treatment : control against 1. The estimate is the conditional maximum
   * likelihood, or where that is 0 or infinite the median-unbiased one. Bounds may be 0 or
   * infinite.
   */
  public static Result<Estimate> oddsRatio(Proportion treatment, Proportion control, double level) {
    Levels.check(level);
    return checked(treatment, control)
        .map(
            table -> {
              double logP = Math.min(table.logUpperTail(0), table.logLowerTail(0));
              PValue p = new PValue(Math.min(0, Math.log(2) + logP));
              return new Estimate(
                  Math.exp(table.logOddsRatio()),
                  OptionalDouble.empty(),
                  interval(table, level, p),
                  Optional.of(p),
                  Method.FISHER_EXACT,
                  Math.addExact(treatment.n(), control.n()),
                  Set.of());
            });
  }

  /**
   * The interval. A bound that is 1 but for rounding (p is then the level's complement) lies where
   * the p-value says.
   */
  private static Interval interval(ConditionalTable table, double level, PValue p) {
    double tail = (1 - level) / 2;
    double lower = Math.exp(table.lowerBound(tail));
    double upper = Math.exp(table.upperBound(tail));
    boolean apart = p.isBelow(1 - level);
    return new Interval(
        isOne(lower) ? (apart ? Math.nextUp(1.0) : 1) : lower,
        isOne(upper) ? (apart ? Math.nextDown(1.0) : 1) : upper,
        level);
  }

  private static boolean isOne(double bound) {
    return Math.abs(bound - 1) < ROUNDING;
  }

  /**
   * Fisher's exact test; two-sided it sums all tables that are at most as probable, ties included
   * (which Commons' test misses where rounding tells equal probabilities apart). The statistic is
   * the sample odds ratio.
   */
  public static Result<SignificanceTest> test(
      Proportion treatment, Proportion control, Alternative alternative) {
    return checked(treatment, control)
        .map(
            table -> {
              double logP =
                  switch (alternative) {
                    case TWO_SIDED -> table.logAtMostAsProbable();
                    case GREATER -> table.logUpperTail(0);
                    case LESS -> table.logLowerTail(0);
                  };
              double odds = (double) treatment.successes() * control.failures();
              double inverse = (double) treatment.failures() * control.successes();
              return new SignificanceTest(
                  odds / inverse,
                  new PValue(Math.min(0, logP)),
                  Method.FISHER_EXACT,
                  Math.addExact(treatment.n(), control.n()));
            });
  }

  /** Boschloo's exact unconditional test, uniformly more powerful than Fisher's (Boschloo 1970). */
  public static Result<SignificanceTest> boschloo(
      Proportion treatment, Proportion control, Alternative alternative) {
    return checked(treatment, control)
        .map(
            ignored -> {
              SignificanceResult result =
                  UnconditionedExactTest.withDefaults()
                      .with(hypothesis(alternative))
                      .with(UnconditionedExactTest.Method.BOSCHLOO)
                      .test(table(treatment, control));
              return new SignificanceTest(
                  result.getStatistic(),
                  PValue.of(Math.min(1, result.getPValue())),
                  Method.BOSCHLOO,
                  Math.addExact(treatment.n(), control.n()));
            });
  }

  private static Result<ConditionalTable> checked(Proportion treatment, Proportion control) {
    if (treatment.n() == 0 || control.n() == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    long successes = treatment.successes() + control.successes();
    if (successes == 0 || successes == treatment.n() + control.n()) {
      return Result.notComputable(
          Reason.ZERO_VARIANCE, "All units of both arms behaved alike: nothing varies");
    }
    if (treatment.n() + control.n() > ConditionalTable.MAX_UNITS) {
      return Result.notComputable(
          Reason.OUT_OF_RANGE, "Too many units for an exact method: use Newcombe's interval");
    }
    return Result.computed(ConditionalTable.of(treatment, control));
  }

  private static int[][] table(Proportion treatment, Proportion control) {
    return new int[][] {
      {(int) treatment.successes(), (int) control.successes()},
      {(int) treatment.failures(), (int) control.failures()}
    };
  }

  private static AlternativeHypothesis hypothesis(Alternative alternative) {
    return switch (alternative) {
      case TWO_SIDED -> AlternativeHypothesis.TWO_SIDED;
      case GREATER -> AlternativeHypothesis.GREATER_THAN;
      case LESS -> AlternativeHypothesis.LESS_THAN;
    };
  }
}
