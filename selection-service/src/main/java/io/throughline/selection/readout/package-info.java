/**
 * Readouts of trials: from exact sums to health, effects and intervals, at any time and as often as
 * one likes. Owns which method answers for which type of metric; refuses to count anything itself,
 * and to say anything where the numbers do not allow it.
 */
package io.throughline.selection.readout;
