package io.throughline.selection.statistics.sample;

import io.throughline.selection.statistics.Levels;
import java.math.BigDecimal;

/**
 * The sufficient statistics of two numbers per unit: numerator and denominator of a ratio, or
 * outcome and covariate.
 *
 * @param y the moments of the numerator or outcome
 * @param x the moments of the denominator or covariate, of the same units
 * @param covariance their sample covariance (divisor n - 1), 0 below two units
 */
public record JointMoments(Moments y, Moments x, double covariance) {

  /** No unit: the neutral element of {@link #plus}. */
  public static final JointMoments NONE = new JointMoments(Moments.NONE, Moments.NONE, 0);

  /** Refuses different numbers of units. */
  public JointMoments {
    if (y.n() != x.n()) {
      throw new IllegalArgumentException("No joint moments: n " + y.n() + " and " + x.n());
    }
  }

  /** Whether all moments are finite, see {@link Moments#isFinite}. */
  public boolean isFinite() {
    return y.isFinite() && x.isFinite() && Double.isFinite(covariance);
  }

  /** The joint moments of these units' numbers. */
  public static JointMoments of(double[] y, double[] x) {
    Levels.sameLength(y.length, x.length, "x");
    JointMoments joint = new JointMoments(Moments.of(y), Moments.of(x), 0);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (y[i] - joint.y.mean()) * (x[i] - joint.x.mean());
    }
    return y.length < 2 ? joint : new JointMoments(joint.y, joint.x, sum / (y.length - 1));
  }

  /** The joint moments of exact sums Σy, Σx, Σy², Σx² and Σxy. */
  public static JointMoments ofSums(
      long n,
      BigDecimal sumY,
      BigDecimal sumX,
      BigDecimal sumYY,
      BigDecimal sumXX,
      BigDecimal sumXY) {
    double covariance = n < 2 ? 0 : Sums.covariance(BigDecimal.valueOf(n), sumX, sumY, sumXY);
    return new JointMoments(
        Moments.ofSums(n, sumY, sumYY), Moments.ofSums(n, sumX, sumXX), covariance);
  }

  /** The same for sums that doubles hold, see {@link Moments#ofSums(long, double, double)}. */
  public static JointMoments ofSums(
      long n, double sumY, double sumX, double sumYY, double sumXX, double sumXY) {
    Moments y = Moments.ofSums(n, sumY, sumYY);
    Moments x = Moments.ofSums(n, sumX, sumXX);
    if (n < 2 || !y.isFinite() || !x.isFinite() || !Double.isFinite(sumXY)) {
      return new JointMoments(y, x, n < 2 ? 0 : Double.NaN);
    }
    double covariance =
        Sums.covariance(
            BigDecimal.valueOf(n),
            new BigDecimal(sumX),
            new BigDecimal(sumY),
            new BigDecimal(sumXY));
    return new JointMoments(y, x, y.variance() == 0 || x.variance() == 0 ? 0 : covariance);
  }

  public long n() {
    return y.n();
  }

  /** The joint moments of both samples together. */
  public JointMoments plus(JointMoments other) {
    if (n() == 0) {
      return other;
    }
    if (other.n() == 0) {
      return this;
    }
    double total = (double) n() + other.n();
    double within =
        covariance * ((n() - 1) / (total - 1)) + other.covariance * ((other.n() - 1) / (total - 1));
    double between =
        (other.y.mean() - y.mean())
            * (n() / total)
            * ((other.x.mean() - x.mean()) * (other.n() / (total - 1)));
    return new JointMoments(y.plus(other.y), x.plus(other.x), within + between);
  }
}
