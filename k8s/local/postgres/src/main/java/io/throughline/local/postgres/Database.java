package io.throughline.local.postgres;

import java.util.Map;

/**
 * A database, the role that owns it, and how to reach it on the loopback interface.
 *
 * @param name the database's name
 * @param port the server's TCP port
 * @param user the role that owns the database
 * @param password the role's password, new at every start of the server
 */
public record Database(String name, int port, String user, String password) {

  /** The address for JDBC, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, name);
  }

  /** The address for the reactive client, without user and password. */
  public String reactiveUrl() {
    return "postgresql://127.0.0.1:%d/%s".formatted(port, name);
  }

  /** What a service has to be told: the settings of its default data source, by key. */
  public Map<String, String> settings() {
    return Map.of(
        "quarkus.datasource.jdbc.url",
        jdbcUrl(),
        "quarkus.datasource.reactive.url",
        reactiveUrl(),
        "quarkus.datasource.username",
        user,
        "quarkus.datasource.password",
        password);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return user + "@" + reactiveUrl();
  }
}
