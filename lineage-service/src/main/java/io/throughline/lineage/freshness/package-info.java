/**
 * Reading one's own writes: a read that carries a position waits until the graph holds everything
 * up to it, bounded by the caller's deadline. Owns the follower that brings the journal in.
 */
package io.throughline.lineage.freshness;
