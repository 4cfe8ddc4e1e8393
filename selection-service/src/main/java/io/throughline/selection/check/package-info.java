/**
 * Judges checks: from a rule and a sample to an estimate with its interval, a verdict, its reason
 * and the next step; and from all checks to the verdict of the whole. Pure functions; the same
 * rule, sample and seed give the same bits. Refuses databases, clocks and peers.
 */
package io.throughline.selection.check;
