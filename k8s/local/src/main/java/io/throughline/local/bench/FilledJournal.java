package io.throughline.local.bench;

import io.throughline.load.postgres.Stores;
import io.throughline.local.mesh.Ports;
import io.throughline.local.postgres.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fills the journal of a stopped mesh with copies of a batch that it holds, under other numbers,
 * and moves the followers' cursors past them: how long that many batches would take to come in is
 * of no interest.
 *
 * @param data the mesh's data directory
 * @param portBase the first of the mesh's ports
 */
record FilledJournal(Path data, int portBase, Consumer<String> progress) {
  private static final int AT_ONCE = 100_000;

  private static final String COPY =
      """
      INSERT INTO journal
      SELECT filled.* FROM partition_head head
        CROSS JOIN LATERAL (
          SELECT first FROM journal first WHERE partition_id = head.partition_id
          ORDER BY position LIMIT 1) model
        CROSS JOIN generate_series(1, ?) copy
        CROSS JOIN LATERAL jsonb_populate_record(model.first, jsonb_build_object(
          'position', head.position + copy, 'producer', 'filler',
          'number', head.position + copy)) filled
      WHERE head.partition_id = ?""";

  private static final String MOVE_HEAD =
      "UPDATE partition_head SET position = position + ? WHERE partition_id = ?";

  private static final String HEADS =
      """
      SELECT partition_id, position, digest
      FROM journal JOIN partition_head USING (partition_id, position)""";

  private static final String CURSORS =
      "SELECT table_schema FROM information_schema.tables WHERE table_name = 'cursor'";

  /** Adds about so many batches. */
  void fill(long batches) throws IOException, SQLException {
    int port = new Ports(portBase).postgres();
    Postgres.Options options =
        new Postgres.Options(data, port, data.resolve("log/postgres.log"), true);
    try (Postgres postgres = Postgres.start(options)) {
      Stores stores =
          new Stores(
              "127.0.0.1:" + port,
              "postgres",
              Files.readString(Postgres.passwordFile(data)).strip());
      try (Connection journal = stores.connect("ingest")) {
        for (int partition : partitions(journal)) {
          fill(journal, partition, batches / partitions(journal).size());
          progress.accept("partition " + partition + " is filled");
        }
        try (Statement statement = journal.createStatement()) {
          statement.execute("VACUUM ANALYZE");
          statement.execute("CHECKPOINT");
        }
        moveCursors(journal, stores);
      }
      progress.accept("filled, PostgreSQL of process " + postgres.process().orElseThrow().pid());
    }
  }

  private static List<Integer> partitions(Connection journal) throws SQLException {
    List<Integer> partitions = new ArrayList<>();
    try (Statement statement = journal.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT partition_id FROM partition_head WHERE position > 0")) {
      while (rows.next()) {
        partitions.add(rows.getInt(1));
      }
    }
    return partitions;
  }

  private static void fill(Connection journal, int partition, long batches) throws SQLException {
    journal.setAutoCommit(false);
    try (PreparedStatement copy = journal.prepareStatement(COPY);
        PreparedStatement move = journal.prepareStatement(MOVE_HEAD)) {
      for (long left = batches; left > 0; left -= AT_ONCE) {
        int now = (int) Math.min(left, AT_ONCE);
        copy.setInt(1, now);
        copy.setInt(2, partition);
        copy.executeUpdate();
        move.setInt(1, now);
        move.setInt(2, partition);
        move.executeUpdate();
        journal.commit();
      }
    } finally {
      journal.setAutoCommit(true);
    }
  }

  private static void moveCursors(Connection journal, Stores stores) throws SQLException {
    for (String database : List.of("lineage", "selection")) {
      try (Connection follower = stores.connect(database);
          Statement schemas = follower.createStatement();
          ResultSet rows = schemas.executeQuery(CURSORS)) {
        while (rows.next()) {
          moveCursors(journal, follower, rows.getString(1));
        }
      }
    }
  }

  private static void moveCursors(Connection journal, Connection follower, String schema)
      throws SQLException {
    try (Statement heads = journal.createStatement();
        ResultSet head = heads.executeQuery(HEADS);
        PreparedStatement move =
            follower.prepareStatement(
                "UPDATE %s.cursor SET position = ?, digest = ? WHERE partition_id = ?"
                    .formatted(schema))) {
      while (head.next()) {
        move.setLong(1, head.getLong("position"));
        move.setBytes(2, head.getBytes("digest"));
        move.setInt(3, head.getInt("partition_id"));
        move.executeUpdate();
      }
    }
  }
}
