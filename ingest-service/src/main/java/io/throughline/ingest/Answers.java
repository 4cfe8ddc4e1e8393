package io.throughline.ingest;

import io.grpc.stub.StreamObserver;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Hands what becomes of work to the caller of a unary method. */
final class Answers {
  private static final Logger LOG = Logger.getLogger(Answers.class);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);

  private Answers() {}

  /** Answers with the result; a fault that is no failure of ours comes from the database. */
  static <T> void send(Uni<T> work, StreamObserver<T> answer) {
    work.subscribe()
        .with(
            result -> {
              answer.onNext(result);
              answer.onCompleted();
            },
            fault -> answer.onError(failure(fault)));
  }

  static Failure failure(Throwable fault) {
    if (fault instanceof Failure failure) {
      return failure;
    }
    LOG.warn("the journal's database fails", fault);
    return Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "The journal's database does not answer; try again.")
        .retryAfter(RETRY_DELAY);
  }
}
