package io.throughline.server.status;

import io.vertx.sqlclient.DatabaseException;
import java.sql.SQLException;

/** How PostgreSQL says why it refuses, through whichever client it was asked. */
final class SqlStates {
  /** There is no room on the database's disk. */
  static final String DISK_FULL = "53100";

  private SqlStates() {}

  /** The SQLSTATE of a throwable itself; empty where it has none. */
  static String of(Throwable thrown) {
    String state =
        thrown instanceof DatabaseException refused
            ? refused.getSqlState()
            : thrown instanceof SQLException refused ? refused.getSQLState() : null;
    return state == null ? "" : state;
  }
}
