package io.throughline.selection.statistics;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * An estimated quantity with its uncertainty.
 *
 * @param value the point estimate, finite
 * @param standardError its standard error, where the method has one
 * @param interval the interval, from the same distribution as the p-value
 * @param pValue the p-value against the method's null value, where the method has one
 * @param method how it was computed
 * @param n how many units (folds, experiments, days: the method's own unit) it rests on
 * @param caveats what a reader must know beside the numbers
 */
public record Estimate(
    double value,
    OptionalDouble standardError,
    Interval interval,
    Optional<PValue> pValue,
    Method method,
    long n,
    Set<Caveat> caveats) {

  /** Refuses a point estimate that is not finite. */
  public Estimate {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("The estimate is " + value + ", which is no estimate");
    }
    caveats = Set.copyOf(caveats);
  }

  /** An estimate with standard error and p-value. */
  public static Estimate of(
      double value, double standardError, Interval interval, PValue p, Method method, long n) {
    return new Estimate(
        value, OptionalDouble.of(standardError), interval, Optional.of(p), method, n, Set.of());
  }

  /** An estimate with an interval alone, such as one of a risk. */
  public static Estimate of(double value, Interval interval, Method method, long n) {
    return new Estimate(
        value, OptionalDouble.empty(), interval, Optional.empty(), method, n, Set.of());
  }

  /** The same estimate with one more caveat. */
  public Estimate with(Caveat caveat) {
    EnumSet<Caveat> more = EnumSet.of(caveat);
    more.addAll(caveats);
    return new Estimate(value, standardError, interval, pValue, method, n, more);
  }

  /** The same numbers under another method's name. */
  public Estimate as(Method newMethod) {
    return new Estimate(value, standardError, interval, pValue, newMethod, n, caveats);
  }

  /** The p-value, for methods that always have one. */
  public PValue p() {
    return pValue.orElseThrow();
  }
}
