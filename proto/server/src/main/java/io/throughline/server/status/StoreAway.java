package io.throughline.server.status;

import io.throughline.error.v1.ErrorReason;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Set;

/** Tells a database that is away, which is nobody's fault for long, from a fault of the server. */
final class StoreAway {
  /** Class 08 of SQLSTATE: a connection that fails, whatever the rest. */
  private static final String CONNECTION = "08";

  /** Shut down by an operator or a crash, not up yet, out of connections. */
  private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "53300");

  private StoreAway() {}

  /** Whether a throwable or one of its causes says that the store does not answer. */
  static boolean isBehind(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof ClosedConnectionException
          || t instanceof SocketException
          || t instanceof ClosedChannelException
          || (t instanceof DatabaseException refused && isAway(refused.getSqlState()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAway(String state) {
    return state != null && (state.startsWith(CONNECTION) || AWAY.contains(state));
  }

  /** What the caller is told. */
  static Failure failure() {
    return Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "the service's database does not answer; try again, with the same request id where"
                + " there is one")
        .retryAfter(Duration.ofSeconds(1));
  }
}
