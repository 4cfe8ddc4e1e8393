package io.throughline.lineage.projection;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Transaction;
import java.util.List;
import java.util.function.BiConsumer;

/** What depends on the state of a scope, not on an event alone. */
public interface Decisions {

  /**
   * Reads what the decisions of a group depend on.
   *
   * @return what is to be called with every fact of the group, in order
   */
  Uni<BiConsumer<Fact, Writes>> prepare(Transaction transaction, List<Fact> facts);
}
