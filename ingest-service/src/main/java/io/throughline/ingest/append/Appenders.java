package io.throughline.ingest.append;

import io.grpc.Deadline;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installation;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The appenders of one replica, one for each partition. */
final class Appenders {
  private final List<Appender> byPartition;

  Appenders(
      Pool pool,
      Installation installation,
      AppendLimits limits,
      Heads heads,
      AppendMetrics metrics) {
    Pace pace = new Pace(limits.groupsPerSecond());
    byPartition =
        IntStream.range(0, installation.partitionCount())
            .mapToObj(partition -> appender(pool, partition, limits, heads, metrics, pace))
            .toList();
  }

  private static Appender appender(
      Pool pool,
      int partition,
      AppendLimits limits,
      Heads heads,
      AppendMetrics metrics,
      Pace pace) {
    RememberingAppend journal =
        new RememberingAppend(pool, partition, head -> heads.advance(Map.of(partition, head)));
    return new Appender(new GroupAppend(journal), limits, metrics, pace);
  }

  /**
   * Queues a batch with the appender of its partition.
   *
   * @param deadline until when it may wait for its turn
   * @return what became of it, never a failure
   */
  CompletableFuture<Outcome> append(Submission submission, Optional<Deadline> deadline) {
    return byPartition.get(submission.partition()).append(submission, deadline);
  }
}
