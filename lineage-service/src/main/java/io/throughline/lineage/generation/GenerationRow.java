package io.throughline.lineage.generation;

import io.throughline.lineage.store.Generation;
import io.vertx.mutiny.sqlclient.Row;

/**
 * What the database says of a generation.
 *
 * @param number counts up, never used twice
 * @param version the version of the schema
 * @param phase where it is in its life
 * @param generation its schema
 */
public record GenerationRow(int number, int version, Phase phase, Generation generation) {

  /** Where a generation is in its life. */
  public enum Phase {
    /** It is being made from the journal. */
    BUILDING,
    /** It answers. */
    SERVING,
    /** It has answered, and is to be dropped. */
    RETIRED
  }

  static GenerationRow of(Row row) {
    Phase phase =
        row.getBoolean("serving")
            ? Phase.SERVING
            : row.getOffsetDateTime("retire_time") == null ? Phase.BUILDING : Phase.RETIRED;
    return new GenerationRow(
        row.getInteger("number"),
        row.getInteger("version"),
        phase,
        new Generation(row.getString("schema_name")));
  }

  boolean is(Phase wanted) {
    return phase == wanted;
  }
}
