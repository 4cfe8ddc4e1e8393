package io.throughline.server.status;

import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.throughline.error.v1.ErrorReason;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Tells a database or a peer that is away, and a service that is shutting down, from a fault of the
 * server: that is nobody's fault for long, and to try again is right.
 */
final class Away {
  /** Classes of SQLSTATE: a connection that fails; an operator or a crash that ends it. */
  private static final Set<String> CLASSES = Set.of("08", "57");

  /**
   * Out of memory, of connections or of what is configured; a lock or a transaction that took too
   * long; a standby; an error of the database's own files.
   */
  private static final Set<String> STATES =
      Set.of("53200", "53300", "53400", "55P03", "25P03", "25P04", "25006", "58030");

  /** What Vert.x says of connections and pools by text alone. */
  private static final Pattern CONNECTION =
      Pattern.compile(
          "connection is not active|due to connection has been closed|connection was closed"
              + "|timeout waiting for connection|^timeout$|pool closed",
          Pattern.CASE_INSENSITIVE);

  /** What a broken connection is called where the exception has no type of its own for it. */
  private static final Pattern BROKEN =
      Pattern.compile("broken pipe|connection reset", Pattern.CASE_INSENSITIVE);

  /** How gRPC itself says, beside UNAVAILABLE and CANCELLED, that an answer broke off. */
  private static final Pattern BROKEN_OFF =
      Pattern.compile(
          "RST_STREAM|end-of-stream|unexpected EOS|half-closed without a status|GOAWAY");

  private Away() {}

  /** Whether a throwable, or one that led to it or came with it, says so. */
  static boolean isBehind(Throwable thrown) {
    return Throwables.behind(thrown).anyMatch(Away::says);
  }

  private static boolean says(Throwable thrown) {
    return thrown instanceof ClosedConnectionException
        || thrown instanceof SocketException
        || thrown instanceof SocketTimeoutException
        || thrown instanceof UnknownHostException
        || thrown instanceof ClosedChannelException
        || thrown instanceof UnresolvedAddressException
        || thrown instanceof TimeoutException
        || thrown instanceof RejectedExecutionException
        || isAway(SqlStates.of(thrown))
        || ((thrown instanceof VertxException || thrown instanceof NoStackTraceThrowable)
            && tells(CONNECTION, thrown.getMessage()))
        || (thrown instanceof IOException && tells(BROKEN, thrown.getMessage()))
        || isPeer(thrown);
  }

  private static boolean isAway(String state) {
    return STATES.contains(state)
        || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
  }

  /** Whether gRPC says that a peer did not answer; a peer that does gives a reason with it. */
  static boolean isPeer(Throwable thrown) {
    Status status =
        thrown instanceof StatusRuntimeException failed
            ? failed.getStatus()
            : thrown instanceof StatusException failed ? failed.getStatus() : Status.OK;
    return !isExplained(thrown)
        && switch (status.getCode()) {
          case UNAVAILABLE, CANCELLED -> true;
          case INTERNAL, UNKNOWN -> tells(BROKEN_OFF, status.getDescription());
          default -> false;
        };
  }

  private static boolean isExplained(Throwable thrown) {
    com.google.rpc.Status status = StatusProto.fromThrowable(thrown);
    return status != null
        && status.getDetailsList().stream().anyMatch(detail -> detail.is(ErrorInfo.class));
  }

  private static boolean tells(Pattern pattern, String text) {
    return text != null && pattern.matcher(text).find();
  }

  /** What the caller is told. */
  static Failure failure() {
    return Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "a database or service that this one needs does not answer; try again, with the same"
                + " request id where there is one")
        .retryAfter(Duration.ofSeconds(1));
  }
}
