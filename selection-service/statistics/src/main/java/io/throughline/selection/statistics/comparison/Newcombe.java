package io.throughline.selection.statistics.comparison;

import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.distribution.StandardNormal;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.numbers.rootfinder.BrentSolver;

/**
 * The hybrid score interval of a difference of proportions (Newcombe 1998, "Interval estimation for
 * the difference between independent proportions", Statistics in Medicine 17, method 10), made of
 * two Wilson intervals. Its p-value is the smallest alpha at which the interval of level 1 - alpha
 * excludes the null value, found by inversion.
 */
public final class Newcombe {

  private static final double MAX_Z = 1e9;

  private Newcombe() {}

  /** The difference treatment - control with interval and two-sided p-value against 0. */
  public static Result<Estimate> difference(
      Proportion treatment, Proportion control, double level) {
    return difference(treatment, control, level, Alternative.TWO_SIDED, 0);
  }

  /** The same on any side and against any null value, for example -margin. */
  public static Result<Estimate> difference(
      Proportion treatment,
      Proportion control,
      double level,
      Alternative alternative,
      double nullValue) {
    Levels.check(level);
    if (treatment.n() == 0 || control.n() == 0) {
      return Result.notComputable(Reason.EMPTY, "An arm has no unit");
    }
    double tail = alternative == Alternative.TWO_SIDED ? (1 - level) / 2 : 1 - level;
    double z = StandardNormal.INSTANCE.upperQuantile(tail);
    double lower = alternative == Alternative.LESS ? -1 : lower(treatment, control, z);
    double upper = alternative == Alternative.GREATER ? 1 : -lower(control, treatment, z);
    PValue p = Pivot.NORMAL.p(statistic(treatment, control, nullValue), alternative);
    return Result.computed(
        new Estimate(
            treatment.share() - control.share(),
            OptionalDouble.empty(),
            new Interval(lower, upper, level),
            Optional.of(p),
            Method.NEWCOMBE,
            Math.addExact(treatment.n(), control.n()),
            Set.of()));
  }

  /** The signed z at which the interval's bound reaches the null value. */
  private static double statistic(Proportion treatment, Proportion control, double nullValue) {
    double distance = treatment.share() - control.share() - nullValue;
    if (distance == 0) {
      return 0;
    }
    return distance > 0
        ? reach(treatment, control, nullValue)
        : -reach(control, treatment, -nullValue);
  }

  private static double reach(Proportion first, Proportion second, double nullValue) {
    double high = 1;
    while (lower(first, second, high) > nullValue) {
      high *= 2;
      if (high > MAX_Z) {
        return high;
      }
    }
    return new BrentSolver(1e-14, 1e-14, 1e-15)
        .findRoot(z -> lower(first, second, z) - nullValue, 0, high);
  }

  private static double lower(Proportion first, Proportion second, double z) {
    double difference = first.share() - second.share();
    double below = first.share() - wilson(first, z, -1);
    double above = wilson(second, z, 1) - second.share();
    return difference - Math.hypot(below, above);
  }

  /** Wilson's score bound (Wilson 1927, JASA 22). */
  private static double wilson(Proportion proportion, double z, int sign) {
    double n = proportion.n();
    double share = proportion.share();
    double zz = z * z / n;
    double centre = share + zz / 2;
    double half = Math.sqrt(zz * (share * ((double) proportion.failures() / n) + zz / 4));
    double bound = (centre + sign * half) / (1 + zz);
    return Math.min(1, Math.max(0, bound));
  }
}
