/**
 * Posteriors for display: the chance to be better and the loss to expect. Refuses to decide;
 * verdicts rest on intervals.
 */
package io.throughline.selection.statistics.bayes;
