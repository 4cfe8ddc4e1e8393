package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for populations and trials, given when anything of them is first seen. */
final class Dictionary {
  /** How many buckets a population has. */
  static final int BUCKETS = 8;

  private static final String POPULATION =
      "SELECT population_id, erased_units FROM observed.population WHERE tenant = $1 AND name = $2";

  private static final String ADD_POPULATION =
      """
      INSERT INTO observed.population (tenant, name) VALUES ($1, $2) ON CONFLICT DO NOTHING""";

  private static final String TRIALS =
      "SELECT trial_id, name FROM observed.trial WHERE tenant = $1 AND name = ANY ($2)";

  private static final String ADD_TRIALS =
      """
      INSERT INTO observed.trial (tenant, name, population_id, first_seen)
      SELECT $1, name, $3, $4 FROM unnest($2::text[]) AS name ORDER BY name
      ON CONFLICT DO NOTHING""";

  private Dictionary() {}

  /** A population and how many of its units were forgotten. */
  record Population(int id, long erasedUnits) {}

  static Uni<Population> population(SqlClient connection, String tenant, String name) {
    return find(connection, tenant, name)
        .chain(
            found ->
                found.isEmpty()
                    ? Sql.run(connection, ADD_POPULATION, Tuple.of(tenant, name))
                        .chain(() -> find(connection, tenant, name))
                    : Uni.createFrom().item(found))
        .map(found -> found.get(0));
  }

  private static Uni<List<Population>> find(SqlClient connection, String tenant, String name) {
    return Sql.list(
        connection,
        POPULATION,
        Tuple.of(tenant, name),
        row -> new Population(row.getInteger(0), row.getLong(1)));
  }

  /** The numbers of trials; the empty name, for exposures to deployments, is 0. */
  static Uni<Map<String, Integer>> trials(
      SqlClient connection,
      String tenant,
      Integer population,
      Collection<String> names,
      OffsetDateTime seen) {
    String[] asked = names.stream().filter(name -> !name.isEmpty()).toArray(String[]::new);
    if (asked.length == 0) {
      return Uni.createFrom().item(Map.of("", 0));
    }
    return find(connection, tenant, asked)
        .chain(
            found ->
                found.size() > asked.length
                    ? Uni.createFrom().item(found)
                    : Sql.run(connection, ADD_TRIALS, Tuple.of(tenant, asked, population, seen))
                        .chain(() -> find(connection, tenant, asked)));
  }

  private static Uni<Map<String, Integer>> find(
      SqlClient connection, String tenant, String[] asked) {
    return Sql.list(
            connection,
            TRIALS,
            Tuple.of(tenant, asked),
            row -> Map.entry(row.getString(1), row.getInteger(0)))
        .map(
            rows -> {
              Map<String, Integer> ids = new HashMap<>(Map.of("", 0));
              rows.forEach(row -> ids.put(row.getKey(), row.getValue()));
              return ids;
            });
  }
}
