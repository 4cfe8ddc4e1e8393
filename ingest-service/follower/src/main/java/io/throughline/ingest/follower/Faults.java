package io.throughline.ingest.follower;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
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

  /**
   * Whether a group would fail in the same way another time: where PostgreSQL refuses what the
   * effect does, or the effect itself throws. Whatever concerns the connection is not of that kind.
   */
  static boolean isDeterministic(Throwable fault) {
    if (fault instanceof EffectException) {
      return !passes(fault.getCause());
    }
    return fault instanceof PgException && !passes(fault);
  }

  private static boolean passes(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException postgres) {
        return passes(postgres.getSqlState());
      }
      if (cause instanceof VertxException
          || cause instanceof NoStackTraceThrowable
          || cause instanceof IOException
          || cause instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static boolean passes(String sqlState) {
    return sqlState != null
        && (PASSING_CLASSES.contains(sqlState.substring(0, 2))
            || PASSING_STATES.contains(sqlState));
  }
}
