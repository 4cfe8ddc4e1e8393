package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.DefinitionTable;
import io.throughline.selection.outcome.DefinitionTable.Stored;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.text.DefinitionReading;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores outcome metrics and cohorts; a new version is computed for every trial it concerns. */
@ApplicationScoped
public class Definitions {
  private static final int MAX_METRICS = 50;
  private static final int MAX_COHORTS = 30;

  private final Pool pool;
  private final Analyses analyses;
  private final Backfill backfill;

  Definitions(Pool pool, Analyses analyses, Backfill backfill) {
    this.pool = pool;
    this.analyses = analyses;
    this.backfill = backfill;
  }

  /** The newest version of each definition of a population. */
  public Uni<List<Stored>> newest(String tenant, String population) {
    return DefinitionTable.newest(pool, tenant, population);
  }

  /**
   * Stores a valid text as the next version; a text that is the newest already keeps its version.
   *
   * @param position up to where observations are applied
   * @throws Failure (as a failure) STATE_UNSUITABLE where the population has as many as it may have
   */
  public Uni<Stored> put(
      String tenant, DefinitionReading reading, String yaml, String author, Position position) {
    String population =
        reading
            .metric()
            .map(OutcomeMetric::population)
            .or(() -> reading.cohort().map(Cohort::population))
            .orElseThrow();
    String id =
        reading.metric().map(OutcomeMetric::id).orElseGet(() -> reading.cohort().get().id());
    String kind = reading.metric().isPresent() ? DefinitionTable.METRIC : DefinitionTable.COHORT;
    Stored wanted = new Stored(population, kind, id, 0, yaml, author, Instant.EPOCH);
    return pool.withTransaction(
            connection ->
                Locks.defining(connection)
                    .chain(() -> put(connection, tenant, wanted, position.toString())))
        .invoke(backfill::wake);
  }

  private Uni<Stored> put(SqlConnection connection, String tenant, Stored wanted, String position) {
    return DefinitionTable.newest(connection, tenant, wanted.population())
        .chain(
            newest -> {
              Optional<Stored> before =
                  newest.stream()
                      .filter(each -> each.kind().equals(wanted.kind()))
                      .filter(each -> each.id().equals(wanted.id()))
                      .findFirst();
              if (before.isPresent() && before.get().yaml().equals(wanted.yaml())) {
                return Uni.createFrom().item(before.get());
              }
              if (before.isEmpty()) {
                requireRoom(newest, wanted);
              }
              long version = before.map(Stored::version).orElse(0L) + 1;
              Stored next =
                  new Stored(
                      wanted.population(),
                      wanted.kind(),
                      wanted.id(),
                      version,
                      wanted.yaml(),
                      wanted.author(),
                      wanted.createTime());
              return DefinitionTable.add(connection, tenant, next, position)
                  .call(() -> analyses.renewAll(connection, tenant, wanted.population()));
            });
  }

  private static void requireRoom(List<Stored> newest, Stored wanted) {
    long count = newest.stream().filter(each -> each.kind().equals(wanted.kind())).count();
    int most = wanted.kind().equals(DefinitionTable.METRIC) ? MAX_METRICS : MAX_COHORTS;
    if (count >= most) {
      throw Failure.of(
          ErrorReason.ERROR_REASON_STATE_UNSUITABLE,
          "%s has %d %s, which is as many as it may have; change one of them instead"
              .formatted(wanted.population(), most, wanted.kind()));
    }
  }
}
