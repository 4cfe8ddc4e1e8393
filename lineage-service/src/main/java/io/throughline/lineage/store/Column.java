package io.throughline.lineage.store;

/**
 * A column of a table.
 *
 * @param name its name
 * @param type its type
 */
public record Column(String name, ColumnType type) {
  public static Column text(String name) {
    return new Column(name, ColumnType.TEXT);
  }

  public static Column json(String name) {
    return new Column(name, ColumnType.JSON);
  }

  public static Column smallint(String name) {
    return new Column(name, ColumnType.SMALLINT);
  }

  public static Column integer(String name) {
    return new Column(name, ColumnType.INT);
  }

  public static Column bigint(String name) {
    return new Column(name, ColumnType.BIGINT);
  }

  public static Column number(String name) {
    return new Column(name, ColumnType.DOUBLE);
  }

  public static Column flag(String name) {
    return new Column(name, ColumnType.BOOLEAN);
  }

  public static Column time(String name) {
    return new Column(name, ColumnType.TIME);
  }

  public static Column uuid(String name) {
    return new Column(name, ColumnType.UUID);
  }

  public static Column bytes(String name) {
    return new Column(name, ColumnType.BYTES);
  }
}
