package io.throughline.lineage.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The schema that holds one generation of the graph. SQL names a table as {@code graph.table}, and
 * is made to mean this generation's.
 */
public final class Generation {
  private static final Pattern TABLE = Pattern.compile("\\bgraph\\.");
  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final int MAX_REMEMBERED = 2_000;

  private final String schema;
  private final Map<String, String> qualified = new ConcurrentHashMap<>();

  /** Refuses what cannot be a schema's name, since the name becomes a part of SQL. */
  public Generation(String schema) {
    if (!SCHEMA.matcher(schema).matches()) {
      throw new IllegalArgumentException("not a schema's name: " + schema);
    }
    this.schema = schema;
  }

  public String schema() {
    return schema;
  }

  /** The statement with every {@code graph.} replaced by the schema of this generation. */
  public String qualify(String sql) {
    String known = qualified.get(sql);
    if (known != null) {
      return known;
    }
    String made = TABLE.matcher(sql).replaceAll(schema + ".");
    if (qualified.size() < MAX_REMEMBERED) {
      qualified.put(sql, made);
    }
    return made;
  }
}
