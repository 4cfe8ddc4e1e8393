/**
 * What every statistic of the house answers with: a {@link Result} that is either computed, with
 * estimate, interval, p-value, method and n, or says why nothing can be said. Refuses NaN, neutral
 * defaults, databases and clocks: all here and below are pure functions over numbers, and the same
 * input gives the same bits.
 */
package io.throughline.selection.statistics;
