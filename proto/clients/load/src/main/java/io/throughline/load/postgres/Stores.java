package io.throughline.load.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The mesh's PostgreSQL.
 *
 * @param address {@code host:port}
 * @param user who asks
 * @param password the user's password
 */
public record Stores(String address, String user, String password) {
  private static final String SIZE =
      """
      SELECT coalesce(sum(pg_total_relation_size(class.oid)), 0)
      FROM pg_class class JOIN pg_namespace schema ON schema.oid = relnamespace
      WHERE relkind IN ('r', 'm') AND nspname !~ '^(pg_|information_schema)'""";

  /**
   * Sizes of the stores in bytes, with their indexes and what lies out of line.
   *
   * @param journal what ingest-service keeps
   * @param lineage what lineage-service keeps
   */
  public record Sizes(long journal, long lineage) {}

  /** The sizes now. */
  public Sizes sizes() throws SQLException {
    return new Sizes(size("ingest"), size("lineage"));
  }

  private long size(String database) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(SIZE)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** A connection to one of the databases. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "throughline-load");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/%s".formatted(address, database), properties);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + "@" + address;
  }
}
