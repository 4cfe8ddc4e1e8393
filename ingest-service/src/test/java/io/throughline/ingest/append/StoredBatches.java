package io.throughline.ingest.append;

import io.throughline.event.v1.Batch;
import io.throughline.ingest.journal.Payload;
import io.throughline.ingest.testing.Databases;
import io.throughline.local.postgres.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What a journal's database holds, read behind the journal's back.
 *
 * @param partition the partition
 * @param position the position in it
 * @param appendTime when it was appended
 * @param batch the batch
 */
record StoredBatches(int partition, long position, OffsetDateTime appendTime, Batch batch) {

  /** Every batch, by partition and position. */
  static List<StoredBatches> in(Database database) {
    List<StoredBatches> all = new ArrayList<>();
    try (Connection connection = Databases.dataSource(database).getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT * FROM journal ORDER BY partition_id, position")) {
      while (rows.next()) {
        all.add(
            new StoredBatches(
                rows.getInt("partition_id"),
                rows.getLong("position"),
                rows.getObject("append_time", OffsetDateTime.class),
                Payload.decode(
                    rows.getInt("codec"),
                    rows.getInt("size"),
                    rows.getBytes("payload"),
                    rows.getString("traceparent"))));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  /** Every batch of a producer, in its order. */
  static List<Batch> of(Database database, String producer) {
    return in(database).stream()
        .map(StoredBatches::batch)
        .filter(batch -> batch.getProducer().equals(producer))
        .toList();
  }
}
