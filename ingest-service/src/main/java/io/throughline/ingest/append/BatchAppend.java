package io.throughline.ingest.append;

import io.grpc.Deadline;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installer;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Appends a batch: admitted by its size, then through the door, then by its partition's appender; a
 * population's batch by the appenders of its buckets.
 */
@ApplicationScoped
public class BatchAppend {
  private final Door door;
  private final Installer installer;
  private final Pool pool;
  private final AppendLimits limits;
  private final Heads heads;
  private final Admission admission;
  private final AppendMetrics metrics;
  private final AppendTraces traces;
  private volatile Appenders appenders;

  BatchAppend(
      Door door,
      Installer installer,
      Pool pool,
      AppendLimits limits,
      Heads heads,
      AppendMetrics metrics,
      AppendTraces traces) {
    this.door = door;
    this.installer = installer;
    this.pool = pool;
    this.limits = limits;
    this.heads = heads;
    this.metrics = metrics;
    this.traces = traces;
    Room room = new Room(limits);
    metrics.watch(room);
    this.admission = new Admission(limits, room);
  }

  /**
   * Appends a batch for a caller. Batches of one thread keep their order within a scope.
   *
   * @param deadline until when it may wait for its turn
   * @return what became of it; every fault of the batch is a refusal, not a failure
   */
  CompletableFuture<Outcome> append(Caller caller, Batch batch, Optional<Deadline> deadline) {
    return traces
        .traced(batch, () -> admitAndAppend(caller, batch, deadline))
        .thenApply(
            outcome -> {
              metrics.answered(batch, outcome);
              return outcome;
            });
  }

  private CompletableFuture<Outcome> admitAndAppend(
      Caller caller, Batch batch, Optional<Deadline> deadline) {
    try {
      return admission.admit(caller.tenant(), batch, () -> appendParts(caller, batch, deadline));
    } catch (Failure refusal) {
      return CompletableFuture.completedFuture(Outcome.refused(refusal));
    }
  }

  private CompletableFuture<Outcome> appendParts(
      Caller caller, Batch batch, Optional<Deadline> deadline) {
    List<Submission> submissions = door.admit(caller, batch);
    Appenders open = appenders();
    List<CompletableFuture<Outcome>> parts =
        submissions.stream().map(submission -> open.append(submission, deadline)).toList();
    return parts.size() == 1
        ? parts.get(0)
        : CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
            .thenApply(
                done -> SplitOutcome.of(parts.stream().map(CompletableFuture::join).toList()));
  }

  private Appenders appenders() {
    Appenders known = appenders;
    if (known == null) {
      synchronized (this) {
        if (appenders == null) {
          appenders = new Appenders(pool, installer.installation(), limits, heads, metrics);
        }
        known = appenders;
      }
    }
    return known;
  }
}
