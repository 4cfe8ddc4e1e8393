package io.throughline.lineage.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;

/** Reads the generation of the graph that serves. */
@ApplicationScoped
public class Graph {
  private static final int STREAM_ROWS = 1_000;

  private static final String SERVING = "SELECT schema_name FROM public.generation WHERE serving";

  private final Pool pool;
  private final DataSource migrated;
  private volatile Generation generation;

  /**
   * The graph of a database.
   *
   * @param pool for the work
   * @param migrated the same database; asked once, which generation serves
   */
  public Graph(Pool pool, DataSource migrated) {
    this.pool = pool;
    this.migrated = migrated;
  }

  public Pool pool() {
    return pool;
  }

  /** The generation that serves, as the table {@code generation} named it at the first question. */
  public Generation generation() {
    Generation known = generation;
    if (known == null) {
      known = new Generation(serving());
      generation = known;
    }
    return known;
  }

  private String serving() {
    try (Connection connection = migrated.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SERVING)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not say which generation serves", e);
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
