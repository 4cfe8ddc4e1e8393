package io.throughline.lineage.artifact;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Removes the bytes that a purge has left behind and that no other artifact or model names, one
 * digest a transaction: a row goes after its bytes have gone, so whoever dies between leaves the
 * row, and any replica goes on. Waits for a while first, so that whoever has just stored the same
 * bytes has told the journal.
 */
@ApplicationScoped
public class ArtifactRemover {
  private static final Logger LOG = Logger.getLogger(ArtifactRemover.class);
  private static final String DUE =
      "SELECT 1 FROM public.artifact_removal WHERE queue_time <= now() - make_interval(secs => $1)"
          + " LIMIT 1";
  private static final String NEXT =
      """
      SELECT tenant, digest FROM public.artifact_removal
      WHERE queue_time <= now() - make_interval(secs => $1)
      ORDER BY queue_time LIMIT 1 FOR UPDATE SKIP LOCKED""";
  private static final String IS_NAMED =
      """
      SELECT EXISTS (SELECT FROM graph.declaration
        WHERE tenant = $1 AND detail ? 'digest' AND detail ->> 'digest' = $2
          AND name ~ '/(artifacts|models)/')""";
  private static final String DONE =
      "DELETE FROM public.artifact_removal WHERE tenant = $1 AND digest = $2";

  private final Graph graph;
  private final ArtifactStore store;
  private final Freshness freshness;
  private final double delaySeconds;
  private final Duration pause;
  private Cancellable working = () -> {};

  ArtifactRemover(
      Graph graph,
      ArtifactStore store,
      Freshness freshness,
      @ConfigProperty(name = "throughline.artifact.removal-delay", defaultValue = "PT1H")
          Duration delay,
      @ConfigProperty(name = "throughline.artifact.removal-pause", defaultValue = "PT10S")
          Duration pause) {
    this.graph = graph;
    this.store = store;
    this.freshness = freshness;
    this.delaySeconds = (double) delay.toMillis() / 1000;
    this.pause = pause;
  }

  void start(@Observes StartupEvent started) {
    if (!store.isConfigured()) {
      return;
    }
    working =
        Multi.createFrom()
            .ticks()
            .every(pause)
            .onOverflow()
            .drop()
            .onItem()
            .transformToUniAndConcatenate(tick -> work())
            .subscribe()
            .with(worked -> {});
  }

  void stop(@Observes ShutdownEvent stopping) {
    working.cancel();
  }

  private Uni<Boolean> work() {
    return Uni.createFrom()
        .deferred(this::step)
        .repeat()
        .whilst(more -> more)
        .collect()
        .last()
        .onFailure()
        .invoke(failure -> LOG.warnf("artifacts are removed later: %s", failure.getMessage()))
        .onFailure()
        .recoverWithItem(false);
  }

  /** Settles the next digest, if one is due; whether there was one. */
  Uni<Boolean> step() {
    return graph
        .pool()
        .preparedQuery(DUE)
        .execute(Tuple.of(delaySeconds))
        .chain(
            due ->
                due.rowCount() == 0
                    ? Uni.createFrom().item(false)
                    : freshness
                        .awaitJournal()
                        .chain(() -> graph.pool().withTransaction(this::settle)));
  }

  private Uni<Boolean> settle(SqlConnection connection) {
    return connection
        .preparedQuery(NEXT)
        .execute(Tuple.of(delaySeconds))
        .chain(
            found ->
                found.rowCount() == 0
                    ? Uni.createFrom().item(false)
                    : settle(connection, found.iterator().next()).replaceWith(true));
  }

  private Uni<RowSet<Row>> settle(SqlConnection connection, Row next) {
    Tuple digest = Tuple.of(next.getString("tenant"), next.getString("digest"));
    return connection
        .preparedQuery(graph.generation().qualify(IS_NAMED))
        .execute(digest)
        .chain(
            named ->
                named.iterator().next().getBoolean(0)
                    ? Uni.createFrom().voidItem()
                    : remove(next.getString("tenant"), next.getString("digest")))
        .chain(() -> connection.preparedQuery(DONE).execute(digest));
  }

  private Uni<Void> remove(String tenant, String digest) {
    return Uni.createFrom()
        .<Void>item(
            () -> {
              try {
                store.remove(tenant, digest);
                return null;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }
}
