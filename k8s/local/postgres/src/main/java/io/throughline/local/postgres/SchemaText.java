package io.throughline.local.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * For tests of migrations: whatever they make in the schema {@code public} as lines of text, and
 * which of them Flyway holds for done, so that two databases can be compared.
 */
public final class SchemaText {
  private static final String LINES =
      """
      SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable,
        column_default) FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT format('%s: %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT format('migration %s %s', version, success) FROM flyway_schema_history
      ORDER BY 1""";

  private SchemaText() {}

  /** The schema of a database, in a fixed order. */
  public static List<String> of(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LINES)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    }
  }
}
