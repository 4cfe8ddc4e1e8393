package io.throughline.lineage.store;

import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * A way in which rows come into a table. Equal rows written twice leave what one of them leaves.
 */
public interface Table {
  /**
   * Where it stands among the tables that a group writes: by this word. The same order in every
   * transaction keeps transactions from waiting for each other in a circle.
   */
  String order();

  /**
   * Writes rows, in the order in which they were said.
   *
   * @param rows at least one, each with a value for every column of the table
   */
  Uni<Void> write(Transaction transaction, List<Object[]> rows);
}
