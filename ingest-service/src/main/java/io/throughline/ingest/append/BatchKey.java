package io.throughline.ingest.append;

/**
 * What a batch is known by.
 *
 * @param producer who counts it, and where
 * @param epoch the producer's epoch
 * @param number the batch's number in the epoch
 */
record BatchKey(ProducerKey producer, long epoch, long number) {}
