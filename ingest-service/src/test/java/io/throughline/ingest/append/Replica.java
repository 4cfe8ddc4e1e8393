package io.throughline.ingest.append;

import io.throughline.event.v1.Batch;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installation;
import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.local.postgres.Database;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The appenders of one replica behind its own connections, as an ingest-service has them. */
final class Replica implements AutoCloseable {
  private final Pool pool;
  private final Installation installation;
  private final Appenders appenders;

  record Limits(
      int queueBatches, long queueBytes, int groupBatches, int groupBytes, int streamWindow)
      implements AppendLimits {
    static final Limits USUAL = new Limits(20_000, 64 << 20, 512, 8 << 20, 256);
  }

  private Replica(Pool pool, int partitions, AppendLimits limits) {
    this.pool = pool;
    this.installation = new Installation(partitions);
    this.appenders = new Appenders(pool, installation, limits, new Heads());
  }

  static Replica of(Database database, int partitions) {
    return new Replica(Databases.pool(database), partitions, Limits.USUAL);
  }

  static Replica of(Database database, int partitions, AppendLimits limits) {
    return new Replica(Databases.pool(database), partitions, limits);
  }

  /** Through another port, such as a proxy's. */
  static Replica through(int port, Database database, int partitions) {
    return new Replica(Databases.pool(database, port), partitions, Limits.USUAL);
  }

  CompletableFuture<Outcome> send(Batch batch) {
    return appenders.append(submission(batch));
  }

  CompletableFuture<Outcome> send(Submission submission) {
    return appenders.append(submission);
  }

  Submission submission(Batch batch) {
    return Submission.of("-", batch, installation);
  }

  Outcome outcome(Batch batch) {
    return send(batch).orTimeout(30, TimeUnit.SECONDS).join();
  }

  Acknowledgement acknowledgement(Batch batch) {
    return outcome(batch).acknowledgement().orElseThrow();
  }

  /** Sends again, like a client, until the batch is acknowledged. */
  Acknowledgement resent(Batch batch) {
    return Awaitility.await()
        .until(() -> outcome(batch).acknowledgement(), Optional::isPresent)
        .orElseThrow();
  }

  Failure refusal(Batch batch) {
    return outcome(batch).refusal().orElseThrow();
  }

  @Override
  public void close() {
    pool.closeAndAwait();
  }
}
