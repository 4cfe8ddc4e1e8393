/**
 * What a service needs in order to follow the journal: one stream, a cursor for each partition, and
 * a projection's effects applied in the same transaction that moves the cursor, so that each batch
 * has its effect exactly once, also with several replicas. It owns the tables {@code cursor} and
 * {@code quarantine} of a schema that the embedding service names. It refuses to go on over a
 * journal that does not hold what it has applied, and it never looks into an event.
 */
package io.throughline.ingest.follower;
