package io.throughline.ingest.follower;

import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** Tells faults that would repeat themselves from those that pass. */
final class Faults {
  /**
   * Classes of SQLSTATE that speak of the surroundings: connection, transaction state, rollback
   * (deadlock), resources, lock, operator, system.
   */
  private static final Set<String> PASSING_CLASSES =
      Set.of("08", "25", "40", "53", "55", "57", "58");

  /** No right, no table, no schema: the migration is not ready, the batch is not at fault. */
  private static final Set<String> PASSING_STATES = Set.of("42501", "42P01", "3F000");

  private Faults() {}

  /** Whether a batch's effect would fail in the same way another time. */
  static boolean isDeterministic(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      // Before the client's other faults: it is one of them.
      if (cause instanceof PgException postgres) {
        String state = postgres.getSqlState();
        return state == null
            || !(PASSING_CLASSES.contains(state.substring(0, 2)) || PASSING_STATES.contains(state));
      }
      if (cause instanceof CursorMovedException
          || cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof io.vertx.core.VertxException) {
        return false;
      }
    }
    return true;
  }
}
