/**
 * Reads about a moment of the past: as it was (valid time), and as it was known (position). Owns
 * how a moment is written in SQL, and how an instant of the journal's clock becomes a position.
 * Refuses to compare clocks for order: what was known is compared by positions, partition by
 * partition.
 */
package io.throughline.lineage.asof;
