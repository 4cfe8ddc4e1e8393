package io.throughline.lineage.search;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The values of a statement, in the order of their parameters; the first two are the same ever. */
final class Binds {
  /** The tenant's parameter. */
  static final String TENANT = "$1";

  /** The experiment's parameter. */
  static final String SCOPE = "$2";

  private final List<Object> values = new ArrayList<>();
  private final String scope;

  Binds(String tenant, String scope) {
    this.scope = scope;
    values.add(tenant);
    values.add(scope);
  }

  /** The parameter ({@code $7}) that stands for a value. */
  String add(Object value) {
    values.add(value);
    return "$" + values.size();
  }

  /** The experiment. */
  String scope() {
    return scope;
  }

  Tuple tuple() {
    return Tuple.from(values);
  }
}
