package io.throughline.lineage.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Rows in the order of their keys, so that transactions touch them in the same order and pages of
 * an index are visited once.
 */
final class Rows {
  private Rows() {}

  /** The first row of each key, by key. */
  static List<Object[]> firstByKey(List<Object[]> rows, int keyCount) {
    Comparator<Object[]> byKey = byKey(keyCount);
    List<Object[]> sorted = new ArrayList<>(rows);
    sorted.sort(byKey);
    List<Object[]> first = new ArrayList<>(sorted.size());
    for (Object[] row : sorted) {
      if (first.isEmpty() || byKey.compare(first.get(first.size() - 1), row) != 0) {
        first.add(row);
      }
    }
    return first;
  }

  /** Compares rows by their first columns. */
  @SuppressWarnings("unchecked")
  static Comparator<Object[]> byKey(int keyCount) {
    return (one, other) -> {
      for (int i = 0; i < keyCount; i++) {
        int compared = ((Comparable<Object>) one[i]).compareTo(other[i]);
        if (compared != 0) {
          return compared;
        }
      }
      return 0;
    };
  }
}
