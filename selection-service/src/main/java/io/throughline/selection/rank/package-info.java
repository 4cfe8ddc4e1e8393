/**
 * Choosing among hundreds of candidates: gathers what was measured of them on common units, and
 * chooses by constraints, noise-aware front, tie set, cost and a confirmation on unseen data, with
 * a reason for each that was not chosen. Stores nothing and promotes nothing: that is the gate's.
 */
package io.throughline.selection.rank;
