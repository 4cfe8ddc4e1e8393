package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/**
 * Keeps definitions still while observations are counted by them, and the reverse. Many may count
 * at once; who changes a definition waits for all of them, so that no observation falls between an
 * old and a new analysis.
 */
public final class Locks {
  private static final String COUNTING = "SELECT pg_advisory_xact_lock_shared(7402, 1)";
  private static final String DEFINING = "SELECT pg_advisory_xact_lock(7402, 1)";

  private Locks() {}

  /** Taken first by a transaction that counts. */
  static Uni<Void> counting(SqlClient connection) {
    return connection.query(COUNTING).execute().replaceWithVoid();
  }

  /** Taken first by a transaction that changes a trial or a definition. */
  public static Uni<Void> defining(SqlClient connection) {
    return connection.query(DEFINING).execute().replaceWithVoid();
  }
}
