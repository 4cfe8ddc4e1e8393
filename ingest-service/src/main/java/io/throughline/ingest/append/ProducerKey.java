package io.throughline.ingest.append;

/**
 * Who counts batches, and where.
 *
 * @param tenant whose batches they are
 * @param scope the scope in which the producer counts
 * @param producer the producer's id
 */
record ProducerKey(String tenant, String scope, String producer) {}
