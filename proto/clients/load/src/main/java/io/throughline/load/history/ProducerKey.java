package io.throughline.load.history;

/**
 * Who counts batches.
 *
 * @param scope the batches' scope
 * @param producer the producer's id
 * @param epoch its epoch
 */
public record ProducerKey(String scope, String producer, long epoch) {}
