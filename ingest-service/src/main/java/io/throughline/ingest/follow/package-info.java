/**
 * Reads the journal from any position and goes on with its end. Owns the flow control of its
 * streams: a slow follower is read for slowly, and costs nobody else anything. It refuses a cursor
 * whose batch the journal does not hold.
 */
package io.throughline.ingest.follow;
