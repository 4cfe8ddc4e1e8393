package io.throughline.selection.statistics.health;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.distribution.ChiSquare;
import java.util.List;

/**
 * The sample-ratio mismatch test: whether the arms received the shares of units that the allocation
 * meant (Fabijan et al. 2019, "Diagnosing sample ratio mismatch in online controlled experiments",
 * KDD). χ² = Σ(o - e)²/e with arms - 1 degrees of freedom, for one look; for repeated looks take
 * {@link io.throughline.selection.statistics.sequential.SequentialSampleRatioTest}. Customary
 * alarm: p below 0.001.
 */
public final class SampleRatioTest {

  /** Below this expected count in an arm it is too early to tell. */
  public static final double MIN_EXPECTED = 8;

  private SampleRatioTest() {}

  /**
   * One allocation phase.
   *
   * @param observed units in each arm, an empty arm with 0
   * @param weights the phase's weight of each arm, of any sum
   * @return NOT_COMPUTABLE with TOO_EARLY while an expected count is below {@link #MIN_EXPECTED}
   */
  public static Result<SignificanceTest> phase(long[] observed, double[] weights) {
    return phase(observed, weights, MIN_EXPECTED);
  }

  /** The same with another floor for the expected count. */
  public static Result<SignificanceTest> phase(
      long[] observed, double[] weights, double minExpected) {
    return Allocation.of(observed, weights)
        .flatMap(
            allocation ->
                allocation.n() == 0 || allocation.smallestExpected() < minExpected
                    ? tooEarly(allocation, minExpected)
                    : test(allocation.chiSquare(), allocation.degreesOfFreedom(), allocation.n()));
  }

  /**
   * All phases of a trial together: each phase is held against its own weights, and the χ² and
   * their degrees of freedom add up, so that a ramp from 100/0 to 50/50 raises no false alarm.
   * Phases that are too early are left out.
   */
  public static Result<SignificanceTest> phases(List<Phase> phases) {
    double statistic = 0;
    int degreesOfFreedom = 0;
    long n = 0;
    for (Phase phase : phases) {
      Result<Allocation> result = Allocation.of(phase.observed(), phase.weights());
      if (result instanceof Result.NotComputable<Allocation> none
          && none.reason() == Reason.INCONSISTENT) {
        return Result.notComputable(none.reason(), none.detail());
      }
      if (result instanceof Result.Computed<Allocation> computed
          && computed.value().n() > 0
          && computed.value().smallestExpected() >= MIN_EXPECTED) {
        statistic += computed.value().chiSquare();
        degreesOfFreedom += computed.value().degreesOfFreedom();
        n += computed.value().n();
      }
    }
    if (degreesOfFreedom == 0) {
      return Result.notComputable(
          Reason.TOO_EARLY, "No phase has two arms with " + MIN_EXPECTED + " expected units each");
    }
    return test(statistic, degreesOfFreedom, n);
  }

  /**
   * One allocation phase.
   *
   * @param observed units in each arm whose first exposure fell into the phase
   * @param weights the phase's weight of each arm
   */
  public record Phase(long[] observed, double[] weights) {}

  private static Result<SignificanceTest> tooEarly(Allocation allocation, double minExpected) {
    return Result.notComputable(
        Reason.TOO_EARLY,
        "An arm expects only "
            + allocation.smallestExpected()
            + " units; wait until every arm expects "
            + minExpected);
  }

  private static Result<SignificanceTest> test(double statistic, int degreesOfFreedom, long n) {
    return Result.computed(
        new SignificanceTest(
            statistic,
            ChiSquare.upperTail(statistic, degreesOfFreedom),
            Method.SAMPLE_RATIO_CHI_SQUARE,
            n));
  }
}
