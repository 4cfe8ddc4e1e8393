package io.throughline.client.spill;

/**
 * Where a batch lies in a spill.
 *
 * @param segment the segment's number, from 1
 * @param offset where its frame begins
 * @param length how many bytes its payload has
 */
public record Location(int segment, long offset, int length) {}
