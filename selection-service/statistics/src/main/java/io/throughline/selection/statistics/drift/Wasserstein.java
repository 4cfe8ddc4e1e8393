package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * The first Wasserstein distance of two samples, ∫ |F - G| (Vallender 1974), in the unit of the
 * values: by how much mass must move how far.
 */
public final class Wasserstein {

  /** The least standard deviation that {@link #normed} divides by. */
  public static final double MIN_STANDARD_DEVIATION = 0.001;

  private Wasserstein() {}

  /** The distance; NOT_COMPUTABLE where a sample is empty or holds a value that is not finite. */
  public static Result<Distance> distance(double[] reference, double[] current) {
    double[] r = reference.clone();
    double[] c = current.clone();
    Arrays.sort(r);
    Arrays.sort(c);
    if (r.length == 0 || c.length == 0) {
      return Result.notComputable(Reason.EMPTY, "The reference or the current data hold no unit");
    }
    double sum = 0;
    int i = 0;
    int j = 0;
    double previous = Math.min(r[0], c[0]);
    while (i < r.length || j < c.length) {
      boolean fromReference = j == c.length || (i < r.length && r[i] <= c[j]);
      double value = fromReference ? r[i] : c[j];
      double gap = Math.abs((double) i / r.length - (double) j / c.length);
      sum += gap == 0 ? 0 : gap * (value - previous);
      previous = value;
      i += fromReference ? 1 : 0;
      j += fromReference ? 0 : 1;
    }
    if (!Double.isFinite(sum) || !Double.isFinite(r[0]) || !Double.isFinite(r[r.length - 1])) {
      return Result.notComputable(Reason.NOT_FINITE, "A value is not finite");
    }
    return Result.computed(new Distance(sum, Method.WASSERSTEIN, r.length, c.length));
  }

  /**
   * The distance divided by the reference's standard deviation, at least {@link
   * #MIN_STANDARD_DEVIATION}.
   */
  public static Result<Distance> normed(double[] reference, double[] current) {
    return distance(reference, current)
        .map(
            distance -> {
              double deviation = StandardDeviation.of(reference).setBiased(true).getAsDouble();
              return new Distance(
                  distance.value() / Math.max(deviation, MIN_STANDARD_DEVIATION),
                  Method.WASSERSTEIN,
                  distance.nReference(),
                  distance.nCurrent());
            });
  }
}
