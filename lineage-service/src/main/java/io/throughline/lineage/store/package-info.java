/**
 * How the graph lies in PostgreSQL. Owns the current generation's schema, the reading of rows, and
 * the few ways in which facts are written set by set: once (the first one stands), as a set, or
 * with a past (the last one stands). Refuses to know what any table means: each feature declares
 * its own.
 */
package io.throughline.lineage.store;
