package io.throughline.load.check;

/**
 * The points of a series as a set: their number and a sum of their hashes, which is the same in any
 * order. Two sets with equal sums are taken for equal; by chance they are not once in 2^64.
 */
final class SeriesPoints {
  private long count;
  private long sum;

  void add(long step, long timeMillis, double value) {
    count++;
    sum += mix(mix(mix(step) + timeMillis) + Double.doubleToLongBits(value));
  }

  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  boolean sameAs(SeriesPoints other) {
    return count == other.count && sum == other.sum;
  }

  long count() {
    return count;
  }
}
