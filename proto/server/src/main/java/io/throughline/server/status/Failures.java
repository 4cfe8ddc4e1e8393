package io.throughline.server.status;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.throughline.error.v1.ErrorReason;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Turns whatever was thrown into a failure that may leave the house. */
public final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class);

  private static final Duration FULL_RETRY_DELAY = Duration.ofSeconds(5);

  private Failures() {}

  /**
   * The failure behind a throwable: itself, its cause, or what another service of the mesh
   * answered; DEPENDENCY_UNAVAILABLE where the database or a peer is away, STORAGE_FULL where the
   * database's disk is full; else INTERNAL with an incident's id, under which the throwable is
   * logged.
   */
  public static StatusRuntimeException of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof StatusRuntimeException failed && leaves(failed.getStatus(), failed)) {
        return failed;
      }
      if (t instanceof StatusException failed && leaves(failed.getStatus(), failed)) {
        return new StatusRuntimeException(failed.getStatus(), failed.getTrailers());
      }
    }
    if (Throwables.behind(thrown).map(SqlStates::of).anyMatch(SqlStates.DISK_FULL::equals)) {
      LOG.warnf("The database's disk is full: %s", thrown);
      return full();
    }
    if (Away.isBehind(thrown)) {
      LOG.warnf("A dependency does not answer: %s", thrown);
      return Away.failure();
    }
    return internal(thrown);
  }

  private static boolean leaves(Status status, Exception failed) {
    return failed instanceof Failure
        || (status.getCode() != Status.Code.UNKNOWN
            && status.getCode() != Status.Code.INTERNAL
            && !Away.isPeer(failed));
  }

  private static Failure full() {
    return Failure.of(
            ErrorReason.ERROR_REASON_STORAGE_FULL,
            "the disk of the service's database is full, and nothing was stored; try again when"
                + " there is room")
        .retryAfter(FULL_RETRY_DELAY);
  }

  private static Failure internal(Throwable thrown) {
    String incident = UUID.randomUUID().toString();
    LOG.errorf(thrown, "Incident %s", incident);
    return Failure.of(
            ErrorReason.ERROR_REASON_INTERNAL,
            "a fault of the server; its log has more under incident " + incident)
        .with("incident", incident);
  }

  static Metadata trailersOf(StatusRuntimeException failed) {
    return failed.getTrailers() == null ? new Metadata() : failed.getTrailers();
  }
}
