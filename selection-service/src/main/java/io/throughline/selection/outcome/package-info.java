/**
 * Outcome metrics and cohorts: how what units did becomes one number for each, and which units are
 * looked at together. Owns their texts and versions; refuses a text with a fault, and never
 * computes anything.
 */
package io.throughline.selection.outcome;
