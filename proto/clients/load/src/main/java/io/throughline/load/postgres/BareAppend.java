package io.throughline.load.postgres;

import io.throughline.event.v1.Batch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A prepared insert of a batch's bytes into a table like the journal's, a commit a batch. */
final class BareAppend {
  private static final String TABLE =
      """
      CREATE TABLE journal (
        partition_id int NOT NULL,
        position bigint NOT NULL,
        tenant text NOT NULL,
        scope text NOT NULL,
        producer text NOT NULL,
        epoch bigint NOT NULL,
        number bigint NOT NULL,
        kinds bigint NOT NULL,
        event_count int NOT NULL,
        append_time timestamptz NOT NULL,
        digest bytea NOT NULL,
        size int NOT NULL,
        payload bytea NOT NULL,
        PRIMARY KEY (partition_id, position)
      );
      ALTER TABLE journal ALTER COLUMN payload SET STORAGE EXTERNAL;
      CREATE UNIQUE INDEX ON journal (partition_id, tenant, scope, producer, epoch, number)""";

  private static final String INSERT =
      "INSERT INTO journal VALUES (0, ?, '-', ?, ?, 1, ?, 128, ?, now(), ?, ?, ?)";

  private static final int DIGEST_BYTES = 32;

  private final Connection connection;

  BareAppend(Connection connection) {
    this.connection = connection;
  }

  Stored run(List<Batch> batches, Duration atMost) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    List<byte[]> payloads = batches.stream().map(Batch::toByteArray).toList();
    long points = 0;
    long position = 0;
    long start = System.nanoTime();
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      while (System.nanoTime() - start < atMost.toNanos()) {
        int next = (int) (position % batches.size());
        Batch batch = batches.get(next);
        position++;
        insert.setLong(1, position);
        insert.setString(2, batch.getScope());
        insert.setString(3, batch.getProducer());
        insert.setLong(4, position);
        insert.setInt(5, batch.getEventsCount());
        insert.setBytes(6, new byte[DIGEST_BYTES]);
        insert.setInt(7, payloads.get(next).length);
        insert.setBytes(8, payloads.get(next));
        insert.executeUpdate();
        points += Rows.count(batch);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Stored(points, position, seconds, Stored.size(connection, "journal"));
  }
}
