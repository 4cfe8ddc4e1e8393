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
  static final int VERSION = 8;

  /** The oldest version whose tables this program's queries can read. */
  static final int READABLE_FROM = 8;

  /** What lies beside the generations: which there are, and which artifacts are to be removed. */
  static final String BESIDE =
      """
      CREATE TABLE IF NOT EXISTS public.generation (
        number int PRIMARY KEY,
        schema_name text NOT NULL UNIQUE,
        serving boolean NOT NULL
      );
      ALTER TABLE public.generation ADD COLUMN IF NOT EXISTS version int NOT NULL DEFAULT 1;
      ALTER TABLE public.generation ADD COLUMN IF NOT EXISTS retire_time timestamptz;
      ALTER TABLE public.generation ADD COLUMN IF NOT EXISTS indexed boolean NOT NULL DEFAULT true;
      CREATE UNIQUE INDEX IF NOT EXISTS generation_serving ON public.generation (serving)
        WHERE serving;
      CREATE TABLE IF NOT EXISTS public.artifact_removal (
        tenant text NOT NULL,
        digest text NOT NULL,
        queue_time timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (tenant, digest)
      )""";

  private static final String DEFINITION = "/db/graph.sql";
  private static final String INDEXES = "-- INDEXES";

  private GraphSchema() {}

  /** Whether this program can serve a generation of this version. */
  static boolean canServe(int version) {
    return version >= READABLE_FROM && version <= VERSION;
  }

  /** The statements that make a generation's tables, in a transaction. */
  static String tables(Generation generation) {
    return "CREATE SCHEMA %s;\n".formatted(generation.schema())
        + within(generation, definition().substring(0, definition().indexOf(INDEXES)));
  }

  /** The statements that make what reading needs besides, in a transaction. */
  static String indexes(Generation generation) {
    return "SET LOCAL maintenance_work_mem = '128MB';\n"
        + within(generation, definition().substring(definition().indexOf(INDEXES)))
        + """
        DO $$
        DECLARE t regclass;
        BEGIN
          FOR t IN SELECT c.oid FROM pg_class AS c
            WHERE c.relkind = 'r' AND c.relnamespace = '%s'::regnamespace
          LOOP EXECUTE format('ANALYZE %%s', t);
          END LOOP;
        END $$;
        """
            .formatted(generation.schema());
  }

  private static String within(Generation generation, String statements) {
    return "SET LOCAL search_path TO %s;\n%s;\nSET LOCAL search_path TO DEFAULT;\n"
        .formatted(generation.schema(), statements);
  }

  private static String definition() {
    try (InputStream in = GraphSchema.class.getResourceAsStream(DEFINITION)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
