package io.throughline.ingest.append;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
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

  /** Decides on the batches, appends those that are new, and commits. */
  Uni<List<Outcome>> run(List<Submission> group) {
    return run(group, (connection, outcomes) -> Uni.createFrom().voidItem());
  }

  /** The same, with more work before the commit. */
  Uni<List<Outcome>> run(
      List<Submission> group, BiFunction<SqlConnection, List<Outcome>, Uni<Void>> more) {
    return pool.withTransaction(
            connection ->
                decideAndAppend(connection, group)
                    .call(result -> more.apply(connection, result.outcomes())))
        .invoke(result -> committed.accept(result.head()))
        .map(Result::outcomes);
  }

  private record Result(long head, List<Outcome> outcomes) {}

  private Uni<Result> decideAndAppend(SqlConnection connection, List<Submission> group) {
    JournalTables tables = new JournalTables(connection, partition);
    Uni<JournalTables.Head> head = tables.lockHead();
    Uni<Map<ProducerKey, Count>> counts = tables.counts(group);
    return Uni.combine()
        .all()
        .unis(head, counts)
        .asTuple()
        .chain(
            read ->
                tables
                    .appended(used(group, read.getItem2()))
                    .chain(
                        appended ->
                            append(
                                tables,
                                read.getItem1(),
                                group,
                                new Numbering(
                                    partition,
                                    read.getItem1().position(),
                                    read.getItem2(),
                                    appended))));
  }

  private static List<Submission> used(List<Submission> group, Map<ProducerKey, Count> counts) {
    return group.stream().filter(each -> Numbering.isUsed(each.key(), counts)).toList();
  }

  private static Uni<Result> append(
      JournalTables tables, JournalTables.Head head, List<Submission> group, Numbering numbering) {
    List<Outcome> outcomes = new ArrayList<>(group.size());
    for (Submission submission : group) {
      outcomes.add(numbering.decide(submission));
    }
    Result result = new Result(numbering.head(), outcomes);
    if (numbering.accepted().isEmpty()) {
      return Uni.createFrom().item(result);
    }
    Uni<Void> appended = tables.append(head, numbering);
    boolean purges = numbering.accepted().stream().anyMatch(Submission::purges);
    return (purges ? appended.chain(() -> tables.requestPurges(head, numbering)) : appended)
        .replaceWith(result);
  }
}
