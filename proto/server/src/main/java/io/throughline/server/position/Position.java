package io.throughline.server.position;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far the journal had come: the last position of some partitions. The text form is {@code
 * 0:12,3:7}.
 *
 * @param components the last position of each partition that is named; 0 and absent mean the same
 */
public record Position(SortedMap<Integer, Long> components) {
  private static final int MAX_COMPONENTS = 4096;

  /** The position before everything. */
  public static final Position START = new Position(Collections.emptySortedMap());

  public Position {
    components = Collections.unmodifiableSortedMap(new TreeMap<>(components));
  }

  public static Position of(int partition, long position) {
    return new Position(new TreeMap<>(Map.of(partition, position)));
  }

  /**
   * Parses a position, or several joined by commas, of which the largest component counts. The
   * empty text is {@link #START}.
   *
   * @throws IllegalArgumentException where the text is not a position; the message is fit for users
   */
  public static Position parse(String text) {
    if (text.isEmpty()) {
      return START;
    }
    TreeMap<Integer, Long> components = new TreeMap<>();
    for (String part : text.split(",", MAX_COMPONENTS + 1)) {
      int colon = part.indexOf(':');
      try {
        int partition = Integer.parseUnsignedInt(part.substring(0, Math.max(colon, 0)));
        long position = Long.parseUnsignedLong(part.substring(colon + 1));
        if (partition < 0 || position < 0) {
          throw new NumberFormatException();
        }
        components.merge(partition, position, Math::max);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "not a position; expected the text of an acknowledgement, or several joined by commas",
            e);
      }
    }
    return new Position(components);
  }

  /** The last position of a partition; 0 where none is known. */
  public long at(int partition) {
    return components.getOrDefault(partition, 0L);
  }

  /** The smallest position that covers both. */
  public Position merge(Position other) {
    TreeMap<Integer, Long> merged = new TreeMap<>(components);
    other.components.forEach((partition, position) -> merged.merge(partition, position, Math::max));
    return new Position(merged);
  }

  /** Whether everything up to the other position is contained in everything up to this one. */
  public boolean covers(Position other) {
    return other.components.entrySet().stream()
        .allMatch(component -> at(component.getKey()) >= component.getValue());
  }

  @Override
  public String toString() {
    return components.entrySet().stream()
        .filter(component -> component.getValue() > 0)
        .map(component -> component.getKey() + ":" + component.getValue())
        .collect(Collectors.joining(","));
  }
}
