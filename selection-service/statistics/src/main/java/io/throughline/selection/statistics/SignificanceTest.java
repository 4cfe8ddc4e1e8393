package io.throughline.selection.statistics;

/**
 * A test without an effect of its own, such as one of the allocation.
 *
 * @param statistic the test statistic
 * @param p the p-value of the statistic under the null hypothesis
 * @param method how it was computed
 * @param n how many units it rests on
 */
public record SignificanceTest(double statistic, PValue p, Method method, long n) {

  /** Refuses a statistic that is NaN. */
  public SignificanceTest {
    if (Double.isNaN(statistic)) {
      throw new IllegalArgumentException("The statistic is NaN, which is no statistic");
    }
  }
}
