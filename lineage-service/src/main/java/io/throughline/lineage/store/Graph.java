package io.throughline.lineage.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Reads the generation of the graph that serves. */
@ApplicationScoped
public class Graph {
  private static final int STREAM_ROWS = 1_000;
  private static final Duration OPENING = Duration.ofSeconds(1);

  private final Pool pool;
  private volatile Generation generation;

  public Graph(Pool pool) {
    this.pool = pool;
  }

  public Pool pool() {
    return pool;
  }

  /**
   * The generation that answers.
   *
   * @throws Failure DEPENDENCY_UNAVAILABLE while the service starts and none is chosen yet
   */
  public Generation generation() {
    Generation chosen = generation;
    if (chosen == null) {
      throw opening();
    }
    return chosen;
  }

  /** The failure of whoever asks before the graph is open. */
  public static Failure opening() {
    return Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "the service is starting and has not opened its graph yet; try again")
        .retryAfter(OPENING);
  }

  /** From now on this generation answers. */
  public void serve(Generation chosen) {
    if (generation == null || !generation.schema().equals(chosen.schema())) {
      generation = chosen;
    }
  }

  /** The rows of a query, mapped in order. */
  public <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> mapper) {
    return pool.preparedQuery(generation().qualify(sql))
        .execute(values)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(mapper).toList());
  }

  /** The only row of a query, or nothing. */
  public <T> Uni<Optional<T>> first(String sql, Tuple values, Function<Row, T> mapper) {
    return list(sql, values, mapper).map(rows -> rows.stream().findFirst());
  }

  /**
   * The rows of a query as they come, never all in memory. The connection must be in a transaction.
   */
  public Multi<Row> stream(SqlConnection connection, String sql, Tuple values) {
    return connection
        .prepare(generation().qualify(sql))
        .onItem()
        .transformToMulti(statement -> statement.createStream(STREAM_ROWS, values).toMulti());
  }
}
