package io.throughline.ingest.append;

import io.throughline.event.v1.Batch;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.journal.Installer;
import io.throughline.server.access.Caller;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Appends a batch: through the door, then by its partition's appender; a population's batch by the
 * appenders of its buckets.
 */
@ApplicationScoped
public class BatchAppend {
  private final Door door;
  private final Installer installer;
  private final Pool pool;
  private final AppendLimits limits;
  private final Heads heads;
  private volatile Appenders appenders;

  BatchAppend(Door door, Installer installer, Pool pool, AppendLimits limits, Heads heads) {
    this.door = door;
    this.installer = installer;
    this.pool = pool;
    this.limits = limits;
    this.heads = heads;
  }

  /**
   * Appends a batch for a caller. Batches of one thread keep their order within a scope.
   *
   * @return what became of it; every fault of the batch is a refusal, not a failure
   */
  CompletableFuture<Outcome> append(Caller caller, Batch batch) {
    try {
      List<CompletableFuture<Outcome>> parts =
          door.admit(caller, batch).stream().map(this::append).toList();
      return parts.size() == 1
          ? parts.get(0)
          : CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
              .thenApply(
                  done -> SplitOutcome.of(parts.stream().map(CompletableFuture::join).toList()));
    } catch (Failure refusal) {
      return CompletableFuture.completedFuture(Outcome.refused(refusal));
    }
  }

  private CompletableFuture<Outcome> append(Submission submission) {
    try {
      return appenders().append(submission);
    } catch (Failure refusal) {
      return CompletableFuture.completedFuture(Outcome.refused(refusal));
    }
  }

  private Appenders appenders() {
    Appenders known = appenders;
    if (known == null) {
      synchronized (this) {
        if (appenders == null) {
          appenders = new Appenders(pool, installer.installation(), limits, heads);
        }
        known = appenders;
      }
    }
    return known;
  }
}
