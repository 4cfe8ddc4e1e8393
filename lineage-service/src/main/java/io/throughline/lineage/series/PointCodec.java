package io.throughline.lineage.series;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How the points of a chunk are kept (codec 1): the steps, then the times, each as the change of
 * its distance from the one before (a constant stride costs one byte a point), as zigzag varints;
 * then the values as IEEE 754 doubles, big-endian. About ten bytes a point.
 */
final class PointCodec {
  /** The number of this codec, kept beside the bytes. */
  static final short DELTAS = 1;

  private static final int MAX_VARINT = 10;

  private PointCodec() {}

  static byte[] encode(Points points) {
    int size = points.size();
    ByteBuffer out = ByteBuffer.allocate(size * (2 * MAX_VARINT + Double.BYTES));
    putDeltas(out, points.steps());
    putDeltas(out, points.millis());
    for (double value : points.values()) {
      out.putDouble(value);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * The points again.
   *
   * @param size how many they are
   */
  static Points decode(short codec, int size, byte[] bytes) {
    if (codec != DELTAS) {
      throw new IllegalStateException("points with the unknown codec " + codec);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    long[] steps = getDeltas(in, size);
    long[] millis = getDeltas(in, size);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = in.getDouble();
    }
    return new Points(steps, millis, values);
  }

  private static void putDeltas(ByteBuffer out, long[] numbers) {
    long last = 0;
    long lastDelta = 0;
    for (long number : numbers) {
      long delta = number - last;
      putVarint(out, delta - lastDelta);
      last = number;
      lastDelta = delta;
    }
  }

  private static long[] getDeltas(ByteBuffer in, int size) {
    long[] numbers = new long[size];
    long last = 0;
    long delta = 0;
    for (int i = 0; i < size; i++) {
      delta += getVarint(in);
      last += delta;
      numbers[i] = last;
    }
    return numbers;
  }

  static void putVarint(ByteBuffer out, long number) {
    long rest = (number << 1) ^ (number >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  static long getVarint(ByteBuffer in) {
    long rest = 0;
    int shift = 0;
    byte part;
    do {
      part = in.get();
      rest |= (part & 0x7FL) << shift;
      shift += 7;
    } while (part < 0);
    return (rest >>> 1) ^ -(rest & 1);
  }
}
