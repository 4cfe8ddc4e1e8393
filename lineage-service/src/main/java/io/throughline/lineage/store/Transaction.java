package io.throughline.lineage.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The open transaction of a group of batches on one generation.
 *
 * @param connection not to be committed, rolled back or kept
 * @param generation whose tables are written
 */
public record Transaction(SqlConnection connection, Generation generation) {

  public Uni<RowSet<Row>> execute(String sql, Tuple values) {
    return connection.preparedQuery(generation.qualify(sql)).execute(values);
  }

  public <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> mapper) {
    return execute(sql, values)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(mapper).toList());
  }
}
