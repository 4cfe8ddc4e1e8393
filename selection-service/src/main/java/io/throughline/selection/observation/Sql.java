package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Statements over arrays. */
final class Sql {

  private Sql() {}

  /** Runs a query and reads its rows. */
  static <T> Uni<List<T>> list(
      SqlClient connection, String sql, Tuple values, Function<Row, T> read) {
    return connection
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              List<T> list = new ArrayList<>(rows.size());
              rows.forEach(row -> list.add(read.apply(row)));
              return list;
            });
  }

  /** Runs a statement and tells how many rows it concerned. */
  static Uni<Integer> run(SqlClient connection, String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values).map(rows -> rows.rowCount());
  }

  /** A column of rows. */
  static <T, C> C[] column(Collection<T> rows, Function<T, C> value, IntFunction<C[]> array) {
    C[] column = array.apply(rows.size());
    int i = 0;
    for (T row : rows) {
      column[i++] = value.apply(row);
    }
    return column;
  }

  static <T> String[] texts(Collection<T> rows, Function<T, String> value) {
    return column(rows, value, String[]::new);
  }

  static <T> Long[] longs(Collection<T> rows, Function<T, Long> value) {
    return column(rows, value, Long[]::new);
  }

  static <T> Integer[] ints(Collection<T> rows, Function<T, Integer> value) {
    return column(rows, value, Integer[]::new);
  }

  static <T> Boolean[] booleans(Collection<T> rows, Function<T, Boolean> value) {
    return column(rows, value, Boolean[]::new);
  }
}
