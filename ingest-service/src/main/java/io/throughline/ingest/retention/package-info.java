/**
 * Retention: removes the oldest batches by age or size, in bounded steps, never past what a known
 * follower has durably applied. Owns who follows, and how far the journal has forgotten. Without
 * configuration it keeps everything.
 */
package io.throughline.ingest.retention;
