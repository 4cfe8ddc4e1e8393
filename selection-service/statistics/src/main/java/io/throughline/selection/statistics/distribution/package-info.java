/**
 * Tails and quantiles where Apache Commons Statistics has none on the log scale, or takes longer
 * than a comparison may, and {@link io.throughline.selection.statistics.distribution.Pivot}, which
 * derives an interval and its p-value from one distribution. Refuses to rewrite what Commons has:
 * every function here rests on it.
 */
package io.throughline.selection.statistics.distribution;
