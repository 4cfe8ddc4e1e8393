package io.throughline.lineage.generation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.lineage.store.Generation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The definition of a generation's schema, of which this program knows one version. */
final class GraphSchema {
  /**
   * The version of the schema and of what the projection writes into it. Whoever changes {@code
   * db/graph.sql}, or what a part of the projection writes, raises it: the graph is then made anew.
   */
  static final int VERSION = 2;

  /** The oldest version whose tables this program's queries can read. */
  static final int READABLE_FROM = 2;

  private static final String DEFINITION = "/db/graph.sql";

  private GraphSchema() {}

  /** Whether this program can serve a generation of this version. */
  static boolean canServe(int version) {
    return version >= READABLE_FROM && version <= VERSION;
  }

  /** The statements that make a generation's schema, in a transaction. */
  static String ddl(Generation generation) {
    return """
    CREATE SCHEMA %1$s;
    SET LOCAL search_path TO %1$s;
    """
            .formatted(generation.schema())
        + definition()
        + ";\nSET LOCAL search_path TO DEFAULT;";
  }

  private static String definition() {
    try (InputStream in = GraphSchema.class.getResourceAsStream(DEFINITION)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
