/**
 * Series: measured numbers by step and time. Owns the tables {@code series} (identity and running
 * summary) and {@code chunk} (the points of one event, delta-coded), and reading them whole. Points
 * are a set: one that comes twice counts once; the last point is the largest by step, time and
 * value, whenever it came.
 */
package io.throughline.lineage.series;
