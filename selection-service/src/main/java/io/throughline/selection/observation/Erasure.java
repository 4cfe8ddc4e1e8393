package io.throughline.selection.observation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.Cells;
import io.throughline.selection.cell.UnitState;
import io.throughline.selection.observation.UnitTable.Key;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Forgets units: what was observed of them, what they count for, and what comes of them later. */
final class Erasure {
  private static final String REMEMBER =
      """
      WITH added AS (
        INSERT INTO observed.erased (bucket_id, unit_digest) SELECT $1, unnest($2::bytea[])
        ON CONFLICT DO NOTHING RETURNING 1
      )
      UPDATE observed.population SET erased_units = erased_units + (SELECT count(*) FROM added)
      WHERE population_id = $1 / 8""";

  private static final String KNOWN =
      """
      SELECT k.row::int - 1 FROM unnest($2::bytea[]) WITH ORDINALITY AS k (digest, row)
      JOIN observed.erased AS e ON e.bucket_id = $1 AND e.unit_digest = k.digest""";

  private static final String DELETE =
      """
      WITH units AS (
        DELETE FROM observed.trial_unit WHERE bucket_id = $1 AND analysis_id = ANY ($3)
          AND unit = ANY ($2)
      ), exposures AS (
        DELETE FROM observed.exposure WHERE bucket_id = $1 AND unit = ANY ($2)
      ), outcomes AS (
        DELETE FROM observed.outcome WHERE bucket_id = $1 AND unit = ANY ($2)
      )
      DELETE FROM observed.prediction WHERE bucket_id = $1 AND unit = ANY ($2)""";

  private Erasure() {}

  /** Forgets units in a bucket whose analyses the transaction has locked. */
  static Uni<Void> forget(
      SqlClient connection, int bucket, Set<String> units, List<ActiveAnalysis> analyses) {
    if (units.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Long> ids = analyses.stream().map(ActiveAnalysis::id).toList();
    String[] asked = units.toArray(String[]::new);
    return UnitTable.read(connection, bucket, ids, units)
        .chain(states -> subtract(connection, bucket, states, analyses))
        .chain(() -> Sql.run(connection, DELETE, Tuple.of(bucket, asked, ids.toArray(Long[]::new))))
        .chain(() -> Sql.run(connection, REMEMBER, Tuple.of(bucket, digests(units))))
        .replaceWithVoid();
  }

  private static Uni<Void> subtract(
      SqlClient connection, int bucket, Map<Key, UnitState> states, List<ActiveAnalysis> analyses) {
    Map<Long, Cells> changes = new HashMap<>();
    analyses.forEach(active -> changes.put(active.id(), new Cells(active.analysis())));
    states.forEach((key, state) -> changes.get(key.analysis()).remove(state));
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Map.Entry<Long, Cells> change : changes.entrySet()) {
      all = all.chain(() -> CellTable.add(connection, change.getKey(), bucket, change.getValue()));
    }
    return all;
  }

  /** Those of the units that were forgotten before. */
  static Uni<Set<String>> forgotten(SqlClient connection, int bucket, Collection<String> units) {
    List<String> asked = List.copyOf(units);
    return Sql.list(
            connection,
            KNOWN,
            Tuple.of(bucket, digests(asked)),
            row -> asked.get(row.getInteger(0)))
        .map(HashSet::new);
  }

  private static Buffer[] digests(Collection<String> units) {
    return Sql.column(units, Erasure::digest, Buffer[]::new);
  }

  private static Buffer digest(String unit) {
    try {
      return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(unit.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
