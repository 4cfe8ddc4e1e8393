package io.throughline.ingest.append;

import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installation;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The appenders of one replica, one for each partition. */
final class Appenders {
  private final List<Appender> byPartition;

  Appenders(Pool pool, Installation installation, AppendLimits limits, Heads heads) {
    Room room = new Room(limits);
    byPartition =
        IntStream.range(0, installation.partitionCount())
            .mapToObj(partition -> appender(pool, partition, limits, room, heads))
            .toList();
  }

  private static Appender appender(
      Pool pool, int partition, AppendLimits limits, Room room, Heads heads) {
    GroupTransaction transaction =
        new GroupTransaction(pool, partition, head -> heads.advance(Map.of(partition, head)));
    return new Appender(new GroupAppend(transaction), limits, room);
  }

  /**
   * Queues a batch with the appender of its partition.
   *
   * @return what became of it, never a failure
   * @throws io.throughline.server.status.Failure OVERLOADED where the queue is full
   */
  CompletableFuture<Outcome> append(Submission submission) {
    return byPartition.get(submission.partition()).append(submission);
  }
}
