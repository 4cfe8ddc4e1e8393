package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.sample.Proportion;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;

/**
 * A two-by-two table given its margins: the treatment's successes follow Fisher's noncentral
 * hypergeometric distribution, whose probabilities are the central ones (of Commons) times odds
 * ratio to the power k.
 */
final class ConditionalTable {

  /** More units than this take an approximation. */
  static final long MAX_UNITS = 1_000_000;

  private static final double MAX_LOG_ODDS = 700;
  private static final double TIE_TOLERANCE = 1e-7;

  private final int observed;
  private final int least;
  private final double[] logWeights;

  private ConditionalTable(int observed, int least, double[] logWeights) {
    this.observed = observed;
    this.least = least;
    this.logWeights = logWeights;
  }

  static ConditionalTable of(Proportion treatment, Proportion control) {
    int units = (int) (treatment.n() + control.n());
    int successes = (int) (treatment.successes() + control.successes());
    HypergeometricDistribution central =
        HypergeometricDistribution.of(units, successes, (int) treatment.n());
    int least = central.getSupportLowerBound();
    double[] logWeights = new double[central.getSupportUpperBound() - least + 1];
    for (int i = 0; i < logWeights.length; i++) {
      logWeights[i] = central.logProbability(least + i);
    }
    return new ConditionalTable((int) treatment.successes(), least, logWeights);
  }

  private boolean atLeast() {
    return observed == least;
  }

  private boolean atMost() {
    return observed == least + logWeights.length - 1;
  }

  /**
   * The conditional maximum likelihood estimate, or at the edge of the support the median-unbiased
   * one.
   */
  double logOddsRatio() {
    if (atLeast() && atMost()) {
      return 0;
    }
    if (atLeast()) {
      return root(theta -> logLowerTail(theta) - Math.log(0.5));
    }
    if (atMost()) {
      return root(theta -> logUpperTail(theta) - Math.log(0.5));
    }
    return root(theta -> mean(theta) - observed);
  }

  /** The log odds ratio at which the upper tail from the observation on has this probability. */
  double lowerBound(double tail) {
    return atLeast()
        ? Double.NEGATIVE_INFINITY
        : root(theta -> logUpperTail(theta) - Math.log(tail));
  }

  /** The log odds ratio at which the lower tail up to the observation has this probability. */
  double upperBound(double tail) {
    return atMost()
        ? Double.POSITIVE_INFINITY
        : root(theta -> logLowerTail(theta) - Math.log(tail));
  }

  /** log P(X &gt;= observed) under this log odds ratio. */
  double logUpperTail(double theta) {
    return logSum(theta, observed - least, logWeights.length) - logSum(theta, 0, logWeights.length);
  }

  /** log P(X &lt;= observed) under this log odds ratio. */
  double logLowerTail(double theta) {
    return logSum(theta, 0, observed - least + 1) - logSum(theta, 0, logWeights.length);
  }

  /**
   * log of the probability of all tables that are at most as probable as this one under odds of 1;
   * tables that rounding alone tells apart count as equally probable.
   */
  double logAtMostAsProbable() {
    double bar = logWeights[observed - least] + TIE_TOLERANCE;
    double sum = 0;
    for (double logWeight : logWeights) {
      sum += logWeight <= bar ? Math.exp(logWeight) : 0;
    }
    return Math.min(0, Math.log(sum));
  }

  private double mean(double theta) {
    double total = logSum(theta, 0, logWeights.length);
    double mean = 0;
    for (int i = 0; i < logWeights.length; i++) {
      mean += (least + i) * Math.exp(logWeights[i] + i * theta - total);
    }
    return mean;
  }

  private double logSum(double theta, int from, int to) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      greatest = Math.max(greatest, logWeights[i] + i * theta);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Math.exp(logWeights[i] + i * theta - greatest);
    }
    return greatest + Math.log(sum);
  }

  private static double root(DoubleUnaryOperator function) {
    double width = 1;
    while (width < MAX_LOG_ODDS
        && function.applyAsDouble(-width) * function.applyAsDouble(width) > 0) {
      width *= 2;
    }
    return new BrentSolver(1e-14, 1e-14, 1e-15).findRoot(function, -width, width);
  }
}
