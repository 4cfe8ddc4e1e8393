package io.throughline.selection.cell;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many units lie in each bin, as two arrays side by side: sums of many cells are merged without
 * an object for each bin.
 */
public final class BinCounts {
  /** No unit. */
  public static final BinCounts NONE = new BinCounts(new int[0], new long[0]);

  private final int[] bins;
  private final long[] units;

  private BinCounts(int[] bins, long[] units) {
    this.bins = bins;
    this.units = units;
  }

  /** The counts of columns of equal length, in the rising order of bins. */
  public static BinCounts of(Integer[] bins, Long[] units) {
    BinCounts counts = new BinCounts(new int[bins.length], new long[bins.length]);
    for (int i = 0; i < bins.length; i++) {
      counts.bins[i] = bins[i];
      counts.units[i] = units[i];
    }
    return counts;
  }

  /** The counts by bin. */
  public static BinCounts of(SortedMap<Integer, Long> counts) {
    BinCounts copy = new BinCounts(new int[counts.size()], new long[counts.size()]);
    int at = 0;
    for (Map.Entry<Integer, Long> count : counts.entrySet()) {
      copy.bins[at] = count.getKey();
      copy.units[at++] = count.getValue();
    }
    return copy;
  }

  /** Both together. */
  public BinCounts plus(BinCounts other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    int[] bothBins = new int[bins.length + other.bins.length];
    long[] bothUnits = new long[bothBins.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < bins.length || theirs < other.bins.length) {
      boolean takeMine =
          theirs == other.bins.length || (mine < bins.length && bins[mine] <= other.bins[theirs]);
      boolean takeTheirs =
          mine == bins.length || (theirs < other.bins.length && other.bins[theirs] <= bins[mine]);
      bothBins[size] = takeMine ? bins[mine] : other.bins[theirs];
      bothUnits[size++] = (takeMine ? units[mine] : 0) + (takeTheirs ? other.units[theirs] : 0);
      mine += takeMine ? 1 : 0;
      theirs += takeTheirs ? 1 : 0;
    }
    return new BinCounts(Arrays.copyOf(bothBins, size), Arrays.copyOf(bothUnits, size));
  }

  /** Whether there is no bin. */
  public boolean isEmpty() {
    return bins.length == 0;
  }

  /** The units of all bins. */
  public long units() {
    return Arrays.stream(units).sum();
  }

  /** The units of each bin that has any, by bin. */
  public SortedMap<Integer, Long> byBin() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    for (int i = 0; i < bins.length; i++) {
      counts.put(bins[i], units[i]);
    }
    return counts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinCounts counts
        && Arrays.equals(bins, counts.bins)
        && Arrays.equals(units, counts.units);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bins) + Arrays.hashCode(units);
  }

  @Override
  public String toString() {
    return byBin().toString();
  }
}
