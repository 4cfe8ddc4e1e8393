package io.throughline.lineage.search;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The values of a statement, in the order of their parameters. */
final class Binds {
  private final List<Object> values = new ArrayList<>();

  /** The parameter ({@code $7}) that stands for a value. */
  String add(Object value) {
    values.add(value);
    return "$" + values.size();
  }

  Tuple tuple() {
    return Tuple.from(values);
  }
}
