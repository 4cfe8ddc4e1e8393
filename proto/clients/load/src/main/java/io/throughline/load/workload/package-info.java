/**
 * What producers send: batches that follow from seed, producer and number alone, so that a batch
 * that is sent again has the same bytes without being kept. It knows nothing of when and how
 * batches are sent.
 */
package io.throughline.load.workload;
