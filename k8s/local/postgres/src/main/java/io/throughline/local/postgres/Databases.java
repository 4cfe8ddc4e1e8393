package io.throughline.local.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.PGConnection;

/** What the superuser does over a connection: makes databases and their owners, and looks. */
final class Databases {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Databases() {}

  /** See {@link Postgres#database}. */
  static Database prepare(int port, String superuserPassword, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "database name '%s': use lower-case letters, digits and underscores".formatted(name));
    }
    Database database = new Database(name, port, name, DataDirectory.newPassword());
    try (Connection connection = connect(port, superuserPassword, "postgres");
        Statement statement = connection.createStatement()) {
      if (isMissing(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
        statement.execute("CREATE ROLE " + name + " LOGIN");
      }
      // The driver sends a hash, so the password is in no log.
      connection
          .unwrap(PGConnection.class)
          .alterUserPassword(name, database.password().toCharArray(), "scram-sha-256");
      if (isMissing(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
        statement.execute("CREATE DATABASE " + name + " OWNER " + name);
      }
      statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
      return database;
    } catch (SQLException e) {
      throw new PostgresException("cannot prepare database " + name, e);
    }
  }

  /** A setting as the server reports it. */
  static String show(int port, String superuserPassword, String setting) {
    try (Connection connection = connect(port, superuserPassword, "postgres");
        PreparedStatement statement = connection.prepareStatement("SELECT current_setting(?)")) {
      statement.setString(1, setting);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    } catch (SQLException e) {
      throw new PostgresException("cannot read the setting " + setting, e);
    }
  }

  private static boolean isMissing(Connection connection, String query, String name)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return !result.next();
      }
    }
  }

  /** A connection of the superuser. */
  static Connection connect(int port, String password, String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", DataDirectory.SUPERUSER);
    properties.setProperty("password", password);
    // Not by the DriverManager, which knows drivers of one class loader only.
    return new Driver().connect("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
  }
}
