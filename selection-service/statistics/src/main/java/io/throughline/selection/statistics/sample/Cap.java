package io.throughline.selection.statistics.sample;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Frozen bounds for winsorising unit totals (Tukey 1962; as caps of A/B tests, Kohavi et al. 2020,
 * "Trustworthy online controlled experiments"). A cap is determined once, stored, and applied to
 * every later look, to both arms alike.
 *
 * @param lower totals below become this
 * @param upper totals above become this
 */
public record Cap(double lower, double upper) {

  /** Refuses bounds that are NaN or the wrong way round. */
  public Cap {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("No cap from " + lower + " to " + upper);
    }
  }

  /**
   * The cap at a quantile of the nonzero unit totals of all arms pooled: totals are capped above at
   * the quantile, and below at the quantile of 1 - percentile where there are negative totals
   * (refunds), else not at all.
   *
   * @param percentile of the nonzero totals, for example 0.99, above one half
   * @param arms the unit totals of each arm
   * @return NOT_COMPUTABLE where every total is zero
   */
  public static Result<Cap> atQuantile(double percentile, double[]... arms) {
    Levels.probability(percentile, "percentile");
    if (percentile <= 0.5) {
      throw new IllegalArgumentException("percentile is " + percentile + ", but must be above 0.5");
    }
    double[] nonzero =
        Stream.of(arms).flatMapToDouble(Arrays::stream).filter(total -> total != 0).toArray();
    if (nonzero.length == 0) {
      return Result.notComputable(Reason.EMPTY, "No unit has a total other than zero: no cap");
    }
    Arrays.sort(nonzero);
    if (!Double.isFinite(nonzero[0]) || !Double.isFinite(nonzero[nonzero.length - 1])) {
      return Result.notComputable(Reason.NOT_FINITE, "A unit total is not finite");
    }
    Quantile quantile = Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);
    double upper = quantile.evaluate(nonzero, percentile);
    double lower = quantile.evaluate(nonzero, 1 - percentile);
    return Result.computed(new Cap(Math.min(lower, 0), Math.max(upper, 0)));
  }

  /** The total, moved to the nearer bound where it lies outside. */
  public double apply(double total) {
    return Math.min(upper, Math.max(lower, total));
  }

  /** The moments of the capped totals. */
  public Moments moments(double... totals) {
    return Moments.of(Arrays.stream(totals).map(this::apply).toArray());
  }
}
