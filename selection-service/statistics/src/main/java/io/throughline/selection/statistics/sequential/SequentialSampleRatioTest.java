package io.throughline.selection.statistics.sequential;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.health.SampleRatioTest.Phase;
import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * The sample-ratio test that may be looked at after every unit (Lindon and Malek 2022,
 * "Anytime-valid inference for multinomial count data", NeurIPS 35): the Bayes factor of a
 * Dirichlet prior centred on the allocation against the allocation itself is a martingale, and by
 * Ville's inequality its inverse, at its smallest over all looks so far, is a p-value. Small counts
 * need no floor.
 *
 * @param concentration the prior's weight in units, split by the allocation's shares
 */
public record SequentialSampleRatioTest(double concentration) {

  /** A prior that finds mismatches from about one in a hundred up. */
  public static final SequentialSampleRatioTest DEFAULT = new SequentialSampleRatioTest(10_000);

  private static final double HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

  /** Refuses a concentration that is not positive. */
  public SequentialSampleRatioTest {
    if (!(concentration > 0) || Double.isInfinite(concentration)) {
      throw new IllegalArgumentException(
          "concentration is " + concentration + ", but must be positive");
    }
  }

  /**
   * This look's test. The statistic is the logarithm of the Bayes factor. With the smallest p of
   * earlier looks the result is the running one; without, an alarm that later looks take back is
   * not remembered.
   *
   * @param observed units in each arm so far, an empty arm with 0
   * @param weights the weight of each arm, of any sum; an arm of weight 0 must have no units
   */
  public Result<SignificanceTest> look(long[] observed, double[] weights) {
    Levels.sameLength(observed.length, weights.length, "weights");
    double total = 0;
    int arms = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0) || Double.isInfinite(weights[i]) || observed[i] < 0) {
        throw new IllegalArgumentException(
            "Arm " + i + " has weight " + weights[i] + " and " + observed[i] + " units");
      }
      if (weights[i] == 0 && observed[i] > 0) {
        return Result.notComputable(
            Reason.INCONSISTENT, "Arm " + i + " has weight 0, but " + observed[i] + " units");
      }
      total += weights[i];
      arms += weights[i] > 0 ? 1 : 0;
    }
    if (arms < 2) {
      return Result.notComputable(
          Reason.EMPTY, "Fewer than two arms have a weight: nothing to compare");
    }
    long n = 0;
    for (long count : observed) {
      n = Math.addExact(n, count);
    }
    double logBayesFactor = half(n + concentration) - half(concentration);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] == 0) {
        continue;
      }
      double share = weights[i] / total;
      double prior = concentration * share;
      double mean = (n + concentration) * share;
      logBayesFactor += mean * divergence((observed[i] - n * share) / mean);
      logBayesFactor -= half(prior + observed[i]) - half(prior);
    }
    return Result.computed(
        new SignificanceTest(
            logBayesFactor,
            new PValue(Math.min(0, -logBayesFactor)),
            Method.SAMPLE_RATIO_SEQUENTIAL,
            n));
  }

  /**
   * This look's test over all allocation phases so far, each against its own weights: the
   * martingale goes on from phase to phase, so the Bayes factors multiply. Phases with fewer than
   * two arms say nothing and are left out.
   */
  public Result<SignificanceTest> look(List<Phase> phases) {
    double logBayesFactor = 0;
    long n = 0;
    for (Phase phase : phases) {
      Result<SignificanceTest> look = look(phase.observed(), phase.weights());
      if (look instanceof Result.Computed<SignificanceTest> computed) {
        logBayesFactor += computed.value().statistic();
        n = Math.addExact(n, computed.value().n());
      } else if (look instanceof Result.NotComputable<SignificanceTest> none
          && none.reason() != Reason.EMPTY) {
        return look;
      }
    }
    return n == 0
        ? Result.notComputable(Reason.EMPTY, "No phase has two arms and a unit")
        : Result.computed(
            new SignificanceTest(
                logBayesFactor,
                new PValue(Math.min(0, -logBayesFactor)),
                Method.SAMPLE_RATIO_SEQUENTIAL,
                n));
  }

  /** The look's result after an earlier one: the smaller p of both. */
  public static SignificanceTest running(SignificanceTest earlier, SignificanceTest now) {
    PValue p = earlier.p().compareTo(now.p()) < 0 ? earlier.p() : now.p();
    return new SignificanceTest(now.statistic(), p, now.method(), now.n());
  }

  /** (1 + d) ln(1 + d) - d, by its series for small d. */
  private static double divergence(double d) {
    if (Math.abs(d) > 0.05) {
      return d <= -1 ? 1 : (1 + d) * Math.log1p(d) - d;
    }
    double sum = 0;
    double power = d;
    for (int k = 2; k <= 14; k++) {
      power *= -d;
      sum -= power / (k * (k - 1.0));
    }
    return sum;
  }

  /**
   * ln x / 2 less Stirling's remainder of ln Γ(x). In it the large terms of ln Γ have cancelled on
   * paper (Abramowitz and Stegun 1964, 6.1.41), which at 10^12 units saves the digits that a
   * difference of such terms would lose.
   */
  private static double half(double x) {
    double logX = Math.log(x);
    if (x < 20) {
      return logX / 2 - (LogGamma.value(x) - (x - 0.5) * logX + x - HALF_LOG_TWO_PI);
    }
    double y = 1 / (x * x);
    double remainder =
        (1 / 12.0 - y * (1 / 360.0 - y * (1 / 1260.0 - y * (1 / 1680.0 - y / 1188.0)))) / x;
    return logX / 2 - remainder;
  }
}
