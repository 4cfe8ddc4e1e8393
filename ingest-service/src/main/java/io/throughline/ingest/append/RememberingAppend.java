package io.throughline.ingest.append;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Appends groups to one partition, in one statement each, as long as nobody else appends there:
 * then the head and the counts of the producers are those that the last group left behind. The
 * statement does nothing where the head has moved, and the group goes through a transaction that
 * reads them. One group at a time.
 */
final class RememberingAppend {
  private final JournalTables tables;
  private final GroupTransaction transaction;
  private final RememberedCounts remembered;
  private final LongConsumer committed;

  /**
   * Appends to a partition.
   *
   * @param committed is told the new head after each commit
   */
  RememberingAppend(Pool pool, int partition, LongConsumer committed) {
    this.tables = new JournalTables(pool, partition);
    this.transaction = new GroupTransaction(pool, partition, committed);
    this.remembered = new RememberedCounts(partition);
    this.committed = committed;
  }

  /** Appends those of the batches that are new; what became of each, in their order. */
  Uni<List<Outcome>> append(List<Submission> group) {
    return remembered
        .decide(group)
        .map(decided -> inOneStatement(decided, group))
        .orElseGet(() -> transaction.run(group))
        .invoke(remembered::remember)
        .map(Numbering::outcomes);
  }

  private Uni<Numbering> inOneStatement(Numbering decided, List<Submission> group) {
    return tables
        .append(decided.firstHead(), decided)
        .chain(
            appended -> {
              if (!appended) {
                return transaction.run(group);
              }
              committed.accept(decided.head());
              return Uni.createFrom().item(decided);
            });
  }
}
