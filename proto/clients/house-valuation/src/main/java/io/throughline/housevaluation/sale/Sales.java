package io.throughline.housevaluation.sale;

import java.util.List;

/**
 * All sales of a file.
 *
 * @param all in the order of the file
 * @param digest {@code sha256:} and the hexadecimal digest of the file's uncompressed bytes
 */
public record Sales(List<Sale> all, String digest) {

  public Sales {
    all = List.copyOf(all);
  }
}
