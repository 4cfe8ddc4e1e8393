package io.throughline.selection.outcome;

import io.smallrye.mutiny.Uni;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table {@code definition}: every version of every outcome metric and cohort. */
public final class DefinitionTable {
  /** The kind of outcome metrics. */
  public static final String METRIC = "outcomeMetrics";

  /** The kind of cohorts. */
  public static final String COHORT = "cohorts";

  private static final String NEWEST =
      """
      SELECT DISTINCT ON (kind, id) population, kind, id, version, yaml, author, create_time
      FROM definition WHERE tenant = $1 AND population = $2
      ORDER BY kind, id, version DESC""";

  private static final String EVERY =
      """
      SELECT population, kind, id, version, yaml, author, create_time, position
      FROM definition WHERE tenant = $1 AND population = $2
      ORDER BY kind, id, version DESC""";

  private static final String VERSION =
      """
      SELECT population, kind, id, version, yaml, author, create_time FROM definition
      WHERE tenant = $1 AND population = $2 AND kind || '/' || id || '@' || version = ANY ($3)""";

  private static final String ADD =
      """
      INSERT INTO definition
        (tenant, population, kind, id, version, yaml, author, position, create_time)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now())
      RETURNING population, kind, id, version, yaml, author, create_time""";

  private DefinitionTable() {}

  /** A version of a definition. */
  public record Stored(
      String population,
      String kind,
      String id,
      long version,
      String yaml,
      String author,
      Instant createTime) {

    /** {@code populations/{population}/{kind}/{id}/versions/{version}}. */
    public String name() {
      return "%s/%s/%s/versions/%d".formatted(population, kind, id, version);
    }

    /** A short text that tells it from every other one of its population. */
    public String key() {
      return "%s/%s@%d".formatted(kind, id, version);
    }
  }

  /** The newest version of each definition of a population, by kind and id. */
  public static Uni<List<Stored>> newest(SqlClient connection, String tenant, String population) {
    return list(connection, NEWEST, Tuple.of(tenant, population));
  }

  /**
   * The version of each definition that was the newest when no more than a position was known, by
   * kind and id. Definitions have few versions: all of them are looked at.
   */
  public static Uni<List<Stored>> newestAt(
      SqlClient connection, String tenant, String population, Position known) {
    return connection
        .preparedQuery(EVERY)
        .execute(Tuple.of(tenant, population))
        .map(
            rows -> {
              Map<String, Stored> newest = new LinkedHashMap<>();
              rows.forEach(
                  row -> {
                    if (known.covers(Position.parse(row.getString(7)))) {
                      Stored stored = stored(row);
                      newest.putIfAbsent(stored.kind() + "/" + stored.id(), stored);
                    }
                  });
              return List.copyOf(newest.values());
            });
  }

  /** Versions by their keys, in any order. */
  public static Uni<List<Stored>> versions(
      SqlClient connection, String tenant, String population, List<String> keys) {
    return list(connection, VERSION, Tuple.of(tenant, population, keys.toArray(String[]::new)));
  }

  /**
   * Adds a version.
   *
   * @param position up to where observations are applied
   */
  public static Uni<Stored> add(
      SqlClient connection, String tenant, Stored version, String position) {
    Tuple values =
        Tuple.of(
            tenant,
            version.population(),
            version.kind(),
            version.id(),
            version.version(),
            version.yaml());
    return list(connection, ADD, values.addString(version.author()).addString(position))
        .map(rows -> rows.get(0));
  }

  private static Uni<List<Stored>> list(SqlClient connection, String sql, Tuple values) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              List<Stored> list = new ArrayList<>();
              rows.forEach(row -> list.add(stored(row)));
              return list;
            });
  }

  private static Stored stored(Row row) {
    OffsetDateTime time = row.getOffsetDateTime(6);
    return new Stored(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        row.getString(5),
        time.toInstant());
  }
}
