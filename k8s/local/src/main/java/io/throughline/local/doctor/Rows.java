package io.throughline.local.doctor;

import io.throughline.load.postgres.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks the mesh's databases. */
final class Rows {
  private final Stores stores;

  Rows(Stores stores) {
    this.stores = stores;
  }

  /** What a row becomes. */
  @FunctionalInterface
  interface Mapper<T> {
    /** The value of the current row. */
    T map(ResultSet row) throws SQLException;
  }

  <T> List<T> of(String database, String query, Mapper<T> mapper) throws SQLException {
    try (Connection connection = stores.connect(database);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(10);
      try (ResultSet rows = statement.executeQuery(query)) {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
          all.add(mapper.map(rows));
        }
        return all;
      }
    }
  }
}
