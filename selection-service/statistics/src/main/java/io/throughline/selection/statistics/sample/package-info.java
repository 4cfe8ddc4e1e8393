/**
 * What is left of a sample once its units are gone: sufficient statistics that add up over days,
 * cohorts and buckets, and are the only input of the comparisons. Refuses units themselves, but for
 * turning them into such statistics, and refuses to hold raw sums in doubles, whose difference
 * would lose the variance.
 */
package io.throughline.selection.statistics.sample;
