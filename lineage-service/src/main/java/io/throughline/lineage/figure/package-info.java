/**
 * Figures: serialised visualisations. Owns the tables {@code figure_content} and {@code
 * figure_chunk}, where equal bytes of a scope are kept once, by their digest. A figure is written
 * once; its bytes are never interpreted, and leave only with headers that keep a browser from
 * running them as ours.
 */
package io.throughline.lineage.figure;
