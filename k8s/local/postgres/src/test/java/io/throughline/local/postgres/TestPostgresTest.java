package io.throughline.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class TestPostgresTest {
  @Test
  void givesEverybodyADatabaseOfTheirOwnOnOneServer() throws Exception {
    // When
    Database first = TestPostgres.database("ingest");
    Database second = TestPostgres.database("ingest");
    // Then
    assertThat(second.name()).isNotEqualTo(first.name());
    assertThat(second.port()).isEqualTo(first.port());
    try (Connection connection =
        DriverManager.getConnection(first.jdbcUrl(), first.user(), first.password())) {
      assertThat(connection.isValid(5)).isTrue();
      connection.createStatement().execute("CREATE SCHEMA generation_1");
    }
  }

  @Test
  void tellsTheSettingsOfAServiceAndKeepsThePasswordOutOfText() {
    // When
    Database database = new Database("ingest", 7420, "ingest", "secret");
    // Then
    assertThat(database.settings())
        .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:7420/ingest")
        .containsEntry("quarkus.datasource.reactive.url", "postgresql://127.0.0.1:7420/ingest")
        .containsEntry("quarkus.datasource.username", "ingest")
        .containsEntry("quarkus.datasource.password", "secret");
    assertThat(database.toString()).doesNotContain("secret");
  }
}
