package io.throughline.lineage.page;

import java.util.List;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param rows its rows
 * @param next the token of the page after it; empty on the last one
 */
public record Page<T>(List<T> rows, String next) {

  /**
   * Makes a page of one row more than it may hold, if there is one more.
   *
   * @param read at most one row more than {@code size}
   * @param key the key of a row, by which the list is ordered
   * @param request see {@link PageToken#encode}
   */
  public static <T> Page<T> of(
      List<T> read, int size, Function<T, List<String>> key, String... request) {
    if (read.size() <= size) {
      return new Page<>(read, "");
    }
    List<T> rows = read.subList(0, size);
    return new Page<>(rows, PageToken.encode(key.apply(rows.get(size - 1)), request));
  }
}
