package io.throughline.lineage.store;

import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.function.IntFunction;

/** The types of columns, and how a column of many rows travels as one array. */
public enum ColumnType {
  TEXT("text", String[]::new),
  JSON("text", String[]::new),
  SMALLINT("int2", Short[]::new),
  INT("int4", Integer[]::new),
  BIGINT("int8", Long[]::new),
  DOUBLE("float8", Double[]::new),
  BOOLEAN("bool", Boolean[]::new),
  TIME("timestamptz", OffsetDateTime[]::new),
  UUID("uuid", UUID[]::new),
  BYTES("bytea", Buffer[]::new);

  private final String element;
  private final IntFunction<Object[]> array;

  ColumnType(String element, IntFunction<Object[]> array) {
    this.element = element;
    this.array = array;
  }

  /** The type of an element of the array, as PostgreSQL calls it. */
  String element() {
    return element;
  }

  Object[] array(int length) {
    return array.apply(length);
  }

  /** The expression that turns an element into what the column holds. */
  String read(String element) {
    return this == JSON ? element + "::jsonb" : element;
  }
}
