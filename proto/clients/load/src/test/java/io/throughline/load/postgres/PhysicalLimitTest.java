package io.throughline.load.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Batch;
import io.throughline.load.workload.ProducerName;
import io.throughline.load.workload.Workload;
import io.throughline.load.workload.Workloads;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PhysicalLimitTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final Database database = TestPostgres.database("limit");
  private final List<Batch> batches = batches();

  @Test
  void aBareClientAppendsEveryBatchAsARow() throws SQLException {
    try (Connection connection = connect()) {
      // When
      Stored stored = new BareAppend(connection).run(batches, SHORT);
      // Then
      assertThat(count(connection, "journal")).isEqualTo(stored.batches());
      assertThat(stored.points()).isEqualTo(100 * stored.batches());
      assertThat(stored.bytesPerPoint()).isBetween(5.0, 100.0);
    }
  }

  @Test
  void copyStoresEveryPointAsARowOfItsOwn() throws SQLException {
    try (Connection connection = connect()) {
      // When
      Stored stored = new RowCopy(connection).run(batches, SHORT);
      // Then
      assertThat(count(connection, "point")).isEqualTo(stored.points());
    }
  }

  private static List<Batch> batches() {
    Workload storm = Workloads.storm.of(1, 100);
    ProducerName producer = new ProducerName(0, "e", "p");
    return LongStream.rangeClosed(1, 7).mapToObj(n -> storm.batch(producer, n)).toList();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }
}
