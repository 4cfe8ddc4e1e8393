package io.throughline.ingest.append;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;

/**
 * The transaction of a group, for one partition. The head's row is locked first; only a later
 * statement reads the producers' rows, so that it sees what the holder of the lock before it has
 * committed. The answer comes after the commit.
 */
final class GroupTransaction {
  private final Pool pool;
  private final int partition;
  private final LongConsumer committed;

  /**
   * The transactions of a partition.
   *
   * @param committed is told the new head after each commit
   */
  GroupTransaction(Pool pool, int partition, LongConsumer committed) {
    this.pool = pool;
    this.partition = partition;
    this.committed = committed;
  }

  /**
   * Decides on the batches, appends those that are new, and commits.
   *
   * @return the numbering, which has decided on the batches in their order
   */
  Uni<Numbering> run(List<Submission> group) {
    return run(group, (connection, outcomes) -> Uni.createFrom().voidItem());
  }

  /** The same, with more work before the commit. */
  Uni<Numbering> run(
      List<Submission> group, BiFunction<SqlConnection, List<Outcome>, Uni<Void>> more) {
    return pool.withTransaction(
            connection ->
                decideAndAppend(connection, group)
                    .call(numbering -> more.apply(connection, numbering.outcomes())))
        .invoke(numbering -> committed.accept(numbering.head()));
  }

  private Uni<Numbering> decideAndAppend(SqlConnection connection, List<Submission> group) {
    JournalTables tables = new JournalTables(connection, partition);
    Uni<Long> head = tables.lockHead();
    Uni<Map<ProducerKey, Count>> counts = tables.counts(group);
    return Uni.combine()
        .all()
        .unis(head, counts)
        .asTuple()
        .chain(
            read ->
                tables
                    .appended(used(group, read.getItem2()))
                    .map(
                        appended ->
                            new Numbering(partition, read.getItem1(), read.getItem2(), appended)))
        .call(numbering -> append(tables, numbering.decideAll(group)));
  }

  private static List<Submission> used(List<Submission> group, Map<ProducerKey, Count> counts) {
    return group.stream().filter(each -> Numbering.isUsed(each.key(), counts)).toList();
  }

  /** The head is locked: where it has moved all the same, nothing was inserted or may be told. */
  private static void demand(boolean appended) {
    if (!appended) {
      throw new IllegalStateException("the head moved under its lock");
    }
  }

  private static Uni<Void> append(JournalTables tables, Numbering numbering) {
    if (numbering.accepted().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    long head = numbering.firstHead();
    Uni<Void> appended =
        tables.append(head, numbering).invoke(GroupTransaction::demand).replaceWithVoid();
    boolean purges = numbering.accepted().stream().anyMatch(Submission::purges);
    return purges ? appended.chain(() -> tables.requestPurges(head, numbering)) : appended;
  }
}
