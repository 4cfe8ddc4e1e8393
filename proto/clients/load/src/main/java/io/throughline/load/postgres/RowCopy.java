package io.throughline.load.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.event.v1.Batch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** COPY of points as rows with a primary key, at least 10,000 a transaction. */
final class RowCopy {
  private static final String TABLE =
      """
      CREATE TABLE point (
        run text NOT NULL,
        metric text NOT NULL,
        step bigint NOT NULL,
        time timestamptz NOT NULL,
        value float8 NOT NULL,
        PRIMARY KEY (run, metric, step)
      )""";

  private static final int LEAST_ROWS = 10_000;
  private static final int CHUNKS = 20;

  /** The points of a chunk are stored again this many steps later. */
  private static final long SHIFT = 10_000_000;

  private record Chunk(byte[] text, long points, long batches) {}

  private final Connection connection;

  RowCopy(Connection connection) {
    this.connection = connection;
  }

  /** Rows are put into text before the clock runs, in rounds of a few hundred thousand. */
  Stored run(List<Batch> batches, Duration atMost) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TABLE);
    }
    CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
    long points = 0;
    long stored = 0;
    long nanos = 0;
    long round = 0;
    while (nanos < atMost.toNanos()) {
      List<Chunk> chunks = chunks(batches, round);
      round += CHUNKS * (long) LEAST_ROWS;
      long start = System.nanoTime();
      for (Chunk chunk : chunks) {
        copy(copy, chunk);
        points += chunk.points();
        stored += chunk.batches();
      }
      nanos += System.nanoTime() - start;
    }
    return new Stored(points, stored, nanos / 1e9, Stored.size(connection, "point"));
  }

  private static List<Chunk> chunks(List<Batch> batches, long round) {
    List<Chunk> chunks = new ArrayList<>();
    long next = 0;
    for (int i = 0; i < CHUNKS; i++) {
      StringBuilder rows = new StringBuilder();
      long points = 0;
      long count = 0;
      while (points < LEAST_ROWS) {
        Batch batch = batches.get((int) (next % batches.size()));
        Rows.write(batch, SHIFT * (round + next / batches.size()), rows);
        points += Rows.count(batch);
        next++;
        count++;
      }
      chunks.add(new Chunk(rows.toString().getBytes(UTF_8), points, count));
    }
    return chunks;
  }

  private static void copy(CopyManager copy, Chunk chunk) throws SQLException {
    try {
      long unused = copy.copyIn("COPY point FROM STDIN", new ByteArrayInputStream(chunk.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
