package io.throughline.load.postgres;

import io.throughline.event.v1.Batch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * What the same PostgreSQL does for a bare client on one connection that stores the same: the limit
 * that a load is put beside. Its database is made for it and dropped afterwards.
 *
 * @param append points a second, a row a batch in a table like the journal's, a commit a batch
 * @param appendBatches the same in batches a second
 * @param appendBytes bytes a point of that table
 * @param copy points a second by COPY, a row a point with a primary key
 * @param copyBytes bytes a point of that table
 */
public record PhysicalLimit(
    double append, double appendBatches, double appendBytes, double copy, double copyBytes) {
  private static final String DATABASE = "throughline_load";

  /**
   * Measures it.
   *
   * @param batches what to store, over and over under other numbers
   * @param each how long each way is measured
   */
  public static PhysicalLimit measure(Stores stores, List<Batch> batches, Duration each)
      throws SQLException {
    try (Connection server = stores.connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
      statement.execute("CREATE DATABASE " + DATABASE);
      try (Connection connection = stores.connect(DATABASE)) {
        Stored append = new BareAppend(connection).run(batches, each);
        Stored copy = new RowCopy(connection).run(batches, each);
        return new PhysicalLimit(
            append.pointsPerSecond(),
            append.batches() / append.seconds(),
            append.bytesPerPoint(),
            copy.pointsPerSecond(),
            copy.bytesPerPoint());
      } finally {
        statement.execute("DROP DATABASE IF EXISTS " + DATABASE);
      }
    }
  }
}
