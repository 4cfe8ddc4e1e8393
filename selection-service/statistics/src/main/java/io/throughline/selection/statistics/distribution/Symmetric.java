package io.throughline.selection.statistics.distribution;

/** A continuous distribution that is symmetric about 0, as a pivot needs it. */
public interface Symmetric {

  /** The natural logarithm of P(X &gt; x). */
  double logSurvival(double x);

  /** The x with P(X &gt; x) = p, for p strictly between 0 and 1. */
  double upperQuantile(double p);
}
