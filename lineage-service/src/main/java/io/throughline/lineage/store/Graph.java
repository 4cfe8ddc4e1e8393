package io.throughline.lineage.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the generation of the graph that serves. */
@ApplicationScoped
public class Graph {
  private static final int STREAM_ROWS = 1_000;

  private final Pool pool;
  private final Generation generation;

  @Inject
  public Graph(Pool pool, @ConfigProperty(name = "quarkus.flyway.default-schema") String schema) {
    this.pool = pool;
    this.generation = new Generation(schema);
  }

  public Pool pool() {
    return pool;
  }

  public Generation generation() {
    return generation;
  }

  /** The rows of a query, mapped in order. */
  public <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> mapper) {
    return pool.preparedQuery(generation.qualify(sql))
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
        .prepare(generation.qualify(sql))
        .onItem()
        .transformToMulti(statement -> statement.createStream(STREAM_ROWS, values).toMulti());
  }
}
