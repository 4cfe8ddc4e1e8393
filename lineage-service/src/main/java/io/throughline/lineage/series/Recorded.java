package io.throughline.lineage.series;

import io.throughline.server.position.Position;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * When the points of a merged chunk became known: so many of them with each position, one behind
 * the other. Kept as varints, each position as the distance from the one before; about two bytes a
 * part.
 *
 * @param positions the positions, ascending
 * @param counts how many points came with each
 */
record Recorded(long[] positions, int[] counts) {
  private static final int PAIR = 20;

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(positions.length * PAIR);
    long last = 0;
    for (int i = 0; i < positions.length; i++) {
      PointCodec.putVarint(out, positions[i] - last);
      PointCodec.putVarint(out, counts[i]);
      last = positions[i];
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  static Recorded decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long[] positions = new long[bytes.length];
    int[] counts = new int[bytes.length];
    int size = 0;
    long last = 0;
    while (in.hasRemaining()) {
      last += PointCodec.getVarint(in);
      positions[size] = last;
      counts[size++] = (int) PointCodec.getVarint(in);
    }
    return new Recorded(Arrays.copyOf(positions, size), Arrays.copyOf(counts, size));
  }

  /** How many of the points, from the first one on, were known. */
  int knownAt(Position known, int partition) {
    int points = 0;
    for (int i = 0; i < positions.length && positions[i] <= known.at(partition); i++) {
      points += counts[i];
    }
    return points;
  }

  /** Arrays are compared by what they hold. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Recorded that
        && Arrays.equals(positions, that.positions)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(positions) + Arrays.hashCode(counts);
  }

  @Override
  public String toString() {
    return "Recorded[%d]".formatted(positions.length);
  }
}
