/**
 * Whether a distribution moved: distances with thresholds calibrated on reference chunks, and tests
 * for information. Refuses fixed cut-offs as significance: a distance depends on bins and n, so
 * each result carries its n.
 */
package io.throughline.selection.statistics.drift;
