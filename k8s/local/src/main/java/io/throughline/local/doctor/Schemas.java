package io.throughline.local.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which versions the schemas have, which life the journal is in, which generation answers. */
final class Schemas {
  private static final String MIGRATIONS =
      """
      SELECT version, success FROM flyway_schema_history
      WHERE version IS NOT NULL ORDER BY installed_rank""";
  private static final String JOURNAL =
      "SELECT partition_count, incarnation_id::text FROM installation";
  private static final String GENERATIONS =
      """
      SELECT number, version, serving, retire_time IS NULL FROM public.generation ORDER BY number""";

  private record Migration(String version, boolean success) {}

  private record Generation(int number, int version, boolean serving, boolean wanted) {}

  private Schemas() {}

  static List<Finding> findings(Rows rows) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(migrations(rows, "ingest"));
    findings.add(migrations(rows, "selection"));
    rows.of(
            "ingest",
            JOURNAL,
            row ->
                Finding.ok(
                    "journal",
                    "%d partitions, incarnation %s".formatted(row.getInt(1), row.getString(2))))
        .forEach(findings::add);
    findings.add(generation(rows));
    return findings;
  }

  private static Finding migrations(Rows rows, String database) throws SQLException {
    List<Migration> migrations =
        rows.of(database, MIGRATIONS, row -> new Migration(row.getString(1), row.getBoolean(2)));
    List<String> failed =
        migrations.stream()
            .filter(migration -> !migration.success())
            .map(Migration::version)
            .toList();
    if (migrations.isEmpty() || !failed.isEmpty()) {
      return Finding.error(
          "schema",
          "%s: migrations %s have not ended".formatted(database, failed),
          "look into the log of %s-service, and start it again".formatted(database));
    }
    return Finding.ok(
        "schema",
        "%s is at version %s".formatted(database, migrations.get(migrations.size() - 1).version()));
  }

  private static Finding generation(Rows rows) throws SQLException {
    List<Generation> all =
        rows.of(
            "lineage",
            GENERATIONS,
            row ->
                new Generation(row.getInt(1), row.getInt(2), row.getBoolean(3), row.getBoolean(4)));
    String names =
        String.join(
            ", ",
            all.stream()
                .map(
                    each ->
                        "%d of version %d %s"
                            .formatted(
                                each.number(),
                                each.version(),
                                each.serving() ? "answers" : each.wanted() ? "is built" : "leaves"))
                .toList());
    boolean isBuilding = all.stream().anyMatch(each -> !each.serving() && each.wanted());
    return all.stream().anyMatch(Generation::serving) && !isBuilding
        ? Finding.ok("generation", names)
        : Finding.warning(
            "generation",
            all.isEmpty() ? "there is none" : names,
            "wait until lineage-service has made the graph from the journal");
  }
}
