package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.follower.Effect;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.selection.observation.Group.Declaration;
import io.throughline.selection.observation.Group.Part;
import io.throughline.selection.observation.Group.TrialEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the journal says of populations, trials and units becomes rows and sums. */
@ApplicationScoped
public class Observations implements Effect {
  /** A commit that a crash loses is applied again: the cursor is lost with it. */
  private static final String COMMIT_WITHOUT_WAITING = "SET LOCAL synchronous_commit = off";

  private static final String DECLARE =
      """
      UPDATE observed.population SET declaration = $2, time_zone = $3 WHERE population_id = $1""";

  private static final String SEEN =
      """
      WITH bucket AS (
        INSERT INTO observed.bucket (bucket_id, partition_id) VALUES ($1, $2) ON CONFLICT DO NOTHING
      )
      INSERT INTO observed.latest AS l (bucket_id, exposure_time, outcome_time)
      VALUES ($1, $3, $4)
      ON CONFLICT (bucket_id) DO UPDATE SET
        exposure_time = greatest(l.exposure_time, excluded.exposure_time),
        outcome_time = greatest(l.outcome_time, excluded.outcome_time)""";

  private final Analyses analyses;

  Observations(Analyses analyses) {
    this.analyses = analyses;
  }

  @Override
  public Uni<Void> apply(SqlConnection connection, List<FollowedBatch> batches) {
    Group group = Group.of(batches);
    return connection
        .query(COMMIT_WITHOUT_WAITING)
        .execute()
        .chain(() -> group.defines() ? Locks.defining(connection) : Locks.counting(connection))
        .chain(() -> define(connection, group))
        .chain(() -> count(connection, group));
  }

  private Uni<Void> define(SqlConnection connection, Group group) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Declaration declaration : group.declarations) {
      all = all.chain(() -> declare(connection, declaration));
    }
    for (TrialEvent event : group.trialEvents) {
      all = all.chain(() -> tell(connection, event, group));
    }
    return all;
  }

  private Uni<Void> declare(SqlConnection connection, Declaration declaration) {
    String name = declaration.population().getName();
    return Dictionary.population(connection, declaration.tenant(), name)
        .chain(
            population ->
                Sql.run(
                    connection,
                    DECLARE,
                    Tuple.of(
                        population.id(),
                        Buffer.buffer(declaration.population().toByteArray()),
                        declaration.population().getTimeZone())))
        .chain(() -> analyses.renewAll(connection, declaration.tenant(), name));
  }

  private Uni<Void> tell(SqlConnection connection, TrialEvent event, Group group) {
    return Dictionary.trials(connection, event.tenant(), null, List.of(event.trial()), group.seen)
        .map(ids -> ids.get(event.trial()))
        .chain(
            trial ->
                TrialTable.add(
                        connection,
                        trial,
                        event.place(),
                        event.index(),
                        event.time(),
                        event.event())
                    .chain(() -> analyses.renew(connection, event.tenant(), trial)));
  }

  private Uni<Void> count(SqlConnection connection, Group group) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Part part : group.parts.values()) {
      all = all.chain(() -> count(connection, group, part));
    }
    return all;
  }

  private Uni<Void> count(SqlConnection connection, Group group, Part part) {
    Home home = part.home();
    return Dictionary.population(connection, home.tenant(), home.population())
        .chain(
            population -> {
              int bucket = home.id(population.id());
              return analyses
                  .lock(connection, bucket)
                  .call(active -> Erasure.forget(connection, bucket, part.erased(), active))
                  .call(() -> dropForgotten(connection, population, bucket, part))
                  .chain(active -> write(connection, group, part, population.id(), active));
            });
  }

  private static Uni<Void> dropForgotten(
      SqlConnection connection, Dictionary.Population population, int bucket, Part part) {
    Incoming incoming = part.incoming();
    incoming.forget(part.erased());
    if (population.erasedUnits() == 0 || incoming.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    Set<String> units = new HashSet<>();
    incoming.exposures.keySet().forEach(key -> units.add(key.unit()));
    incoming.outcomes.keySet().forEach(key -> units.add(key.unit()));
    incoming.predictions.forEach(row -> units.add(row.unit()));
    return Erasure.forgotten(connection, bucket, units).invoke(incoming::forget).replaceWithVoid();
  }

  private static Uni<Void> write(
      SqlConnection connection,
      Group group,
      Part part,
      int population,
      List<ActiveAnalysis> active) {
    Incoming incoming = part.incoming();
    if (incoming.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    int bucket = part.home().id(population);
    Set<String> named = new HashSet<>();
    incoming.exposures.keySet().forEach(key -> named.add(key.trial()));
    return Dictionary.trials(connection, part.home().tenant(), population, named, group.seen)
        .chain(trials -> new BucketWriter(connection, bucket, trials, active).apply(incoming))
        .chain(
            () ->
                Sql.run(
                    connection,
                    SEEN,
                    Tuple.of(bucket, group.partition, incoming.lastExposure, incoming.lastOutcome)))
        .replaceWithVoid();
  }
}
