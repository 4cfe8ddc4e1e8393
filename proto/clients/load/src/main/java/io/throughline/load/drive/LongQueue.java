package io.throughline.load.drive;

/** A queue of numbers without boxes. */
final class LongQueue {
  private long[] ring = new long[16];
  private int first;
  private int size;

  void add(long value) {
    if (size == ring.length) {
      long[] larger = new long[2 * size];
      for (int i = 0; i < size; i++) {
        larger[i] = ring[(first + i) % size];
      }
      ring = larger;
      first = 0;
    }
    ring[(first + size) % ring.length] = value;
    size++;
  }

  /** Takes the oldest; there must be one. */
  long poll() {
    long value = ring[first];
    first = (first + 1) % ring.length;
    size--;
    return value;
  }

  int size() {
    return size;
  }
}
