package io.throughline.local.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether PostgreSQL keeps what it has committed, and which version of it runs. */
final class Settings {
  private static final String CHECK = "settings";
  private static final List<String> DATABASES = List.of("ingest", "lineage", "selection");

  /** The server's settings, and what a database or its owner has of its own. */
  private static final String SETTINGS =
      """
      SELECT name || '=' || setting FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')
      UNION ALL
      SELECT unnest(setconfig) FROM pg_db_role_setting""";

  private static final String VERSION =
      """
      SELECT current_setting('server_version'), pg_size_pretty(pg_database_size(current_database()))
      """;

  private Settings() {}

  static List<Finding> findings(Rows rows) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    for (String database : DATABASES) {
      findings.add(
          Finding.ok(
              "database",
              "%s answers: PostgreSQL %s"
                  .formatted(
                      database,
                      rows.of(
                              database,
                              VERSION,
                              row -> "%s, %s".formatted(row.getString(1), row.getString(2)))
                          .get(0))));
    }
    List<String> off =
        rows.of("ingest", SETTINGS, row -> row.getString(1)).stream()
            .filter(Settings::forgets)
            .toList();
    findings.add(
        off.isEmpty()
            ? Finding.ok(CHECK, "what is committed is kept")
            : Finding.error(
                CHECK,
                "a crash may lose what was acknowledged: " + String.join(", ", off),
                "set it to on, and restart PostgreSQL"));
    return findings;
  }

  private static boolean forgets(String setting) {
    return List.of("fsync=off", "full_page_writes=off", "synchronous_commit=off").contains(setting);
  }
}
