package io.throughline.lineage.store;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Some columns in order, and how rows of them travel to the database: one array a column. */
final class Columns {
  /** The place of a row among the rows that are written together. */
  static final String ORDINAL = "ordinal";

  private final List<Column> all;

  Columns(List<Column> all) {
    this.all = List.copyOf(all);
  }

  @SafeVarargs
  static Columns of(List<Column>... parts) {
    return new Columns(Stream.of(parts).flatMap(List::stream).toList());
  }

  List<String> names() {
    return all.stream().map(Column::name).toList();
  }

  /** The names in a list, each made by a function. */
  String each(UnaryOperator<String> name, String separator) {
    return all.stream().map(Column::name).map(name).collect(Collectors.joining(separator));
  }

  String each(String format) {
    return each(format::formatted, ", ");
  }

  /** What turns the rows' elements into what the columns hold. */
  String reads() {
    return all.stream()
        .map(column -> column.type().read("r." + column.name()))
        .collect(Collectors.joining(", "));
  }

  /** The rows as a table {@code r}, with their {@link #ORDINAL}, from parameters $1 on. */
  String unnest() {
    String arrays =
        IntStream.range(0, all.size())
            .mapToObj(i -> "$%d::%s[]".formatted(i + 1, all.get(i).type().element()))
            .collect(Collectors.joining(", "));
    return "unnest(%s) WITH ORDINALITY AS r(%s, %s)".formatted(arrays, each("%s"), ORDINAL);
  }

  /** The rows as parameters of {@link #unnest}. */
  Tuple parameters(List<Object[]> rows) {
    io.vertx.sqlclient.Tuple tuple = io.vertx.sqlclient.Tuple.tuple();
    for (int c = 0; c < all.size(); c++) {
      Object[] column = all.get(c).type().array(rows.size());
      for (int r = 0; r < column.length; r++) {
        column[r] = rows.get(r)[c];
      }
      tuple.addValue(column);
    }
    return Tuple.newInstance(tuple);
  }
}
