package io.throughline.client.stream;

/**
 * How much may wait for the journal.
 *
 * @param memoryBytes how many bytes of batches are kept in memory
 * @param spillBytes how many bytes a spill has on disk, give or take one segment
 */
public record OutboxLimits(long memoryBytes, long spillBytes) {}
