package io.throughline.load.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a bare client has stored.
 *
 * @param points how many points
 * @param batches in how many batches
 * @param seconds in what time
 * @param bytes what it takes on disk
 */
record Stored(long points, long batches, double seconds, long bytes) {

  double pointsPerSecond() {
    return points / seconds;
  }

  double bytesPerPoint() {
    return (double) bytes / points;
  }

  /** What a table takes with its indexes. */
  static long size(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_total_relation_size('%s')".formatted(table))) {
      row.next();
      return row.getLong(1);
    }
  }
}
