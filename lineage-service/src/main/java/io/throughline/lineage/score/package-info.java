/**
 * Scores and fold metrics: what models are compared by. Owns the tables {@code measurement}, {@code
 * score} (a metric for every unit of a dataset) and {@code fold} (for every fold). Each value is
 * written once; a conflict is kept on the run that came later.
 */
package io.throughline.lineage.score;
