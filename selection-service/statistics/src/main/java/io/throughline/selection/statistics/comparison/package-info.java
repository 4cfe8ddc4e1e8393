/**
 * Two arms, one effect: means, proportions, ratios, lifts and quantiles from sufficient statistics.
 * An {@link io.throughline.selection.statistics.comparison.Effect} knows nothing of the metric's
 * kind, so every question about it (interval, non-inferiority, repeated looks) is asked the same
 * way. Refuses p-values that come from another distribution than their interval.
 */
package io.throughline.selection.statistics.comparison;
