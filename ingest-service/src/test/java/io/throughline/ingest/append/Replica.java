package io.throughline.ingest.append;

import io.grpc.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installation;
import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.local.postgres.Database;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The appenders of one replica behind its own connections, as an ingest-service has them. */
final class Replica implements AutoCloseable {
  private final Pool pool;
  private final Installation installation;
  private final Admission admission;
  private final Appenders appenders;

  record Limits(
      long producerBytesPerSecond,
      long producerBurstBytes,
      int queueBatches,
      long queueBytes,
      int groupBatches,
      int groupBytes,
      int groupsPerSecond,
      Duration longestWait,
      int streamWindow)
      implements AppendLimits {
    static final Limits USUAL = ofQueue(20_000, 64 << 20);

    /** No quota, and room for some batches. */
    static Limits ofQueue(int batches, long bytes) {
      return new Limits(0, 0, batches, bytes, 512, 8 << 20, 400, Duration.ofSeconds(30), 256);
    }

    /** As usual, with a quota for each producer. */
    static Limits ofQuota(long bytesPerSecond, long burstBytes) {
      return new Limits(
          bytesPerSecond,
          burstBytes,
          20_000,
          64 << 20,
          512,
          8 << 20,
          400,
          Duration.ofSeconds(30),
          256);
    }
  }

  private Replica(Pool pool, int partitions, AppendLimits limits) {
    this.pool = pool;
    this.installation = new Installation(partitions);
    this.admission = new Admission(limits, new Room(limits));
    this.appenders =
        new Appenders(
            pool, installation, limits, new Heads(), new AppendMetrics(new SimpleMeterRegistry()));
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
    return admission.admit("-", batch, () -> send(submission(batch)));
  }

  /** Sends what may wait until then. */
  CompletableFuture<Outcome> send(Batch batch, Deadline deadline) {
    return appenders.append(submission(batch), Optional.of(deadline));
  }

  CompletableFuture<Outcome> send(Submission submission) {
    return appenders.append(submission, Optional.empty());
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
