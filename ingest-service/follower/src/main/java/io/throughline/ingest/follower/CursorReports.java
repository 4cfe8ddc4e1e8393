package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.v1.CareServiceGrpc;
import io.throughline.ingest.v1.CareServiceGrpc.CareServiceStub;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.ingest.v1.ReportCursorsRequest;
import io.throughline.ingest.v1.ReportCursorsResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells the journal now and then how far the projection has durably come, so that retention removes
 * nothing that it still needs. A report that fails is followed by the next one.
 */
final class CursorReports implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(CursorReports.class);
  private static final long DEADLINE_SECONDS = 10;

  private final CareServiceStub care;
  private final String follower;
  private final CursorTable cursors;
  private final Duration pause;
  private volatile boolean closed;

  CursorReports(JournalServiceStub journal, String follower, CursorTable cursors, Duration pause) {
    this.care =
        CareServiceGrpc.newStub(journal.getChannel())
            .withCallCredentials(journal.getCallOptions().getCredentials());
    this.follower = follower;
    this.cursors = cursors;
    this.pause = pause;
  }

  /** Begins, unless the follower has no name. */
  void start() {
    if (!follower.isEmpty()) {
      next();
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  private void next() {
    Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(pause)
        .chain(() -> report())
        .subscribe()
        .with(ignored -> goOn(), this::failed);
  }

  private Uni<Void> report() {
    return closed
        ? Uni.createFrom().voidItem()
        : cursors.read().chain(read -> send(read)).replaceWithVoid();
  }

  private Uni<ReportCursorsResponse> send(List<PartitionCursor> read) {
    if (read.isEmpty()) {
      return Uni.createFrom().item(ReportCursorsResponse.getDefaultInstance());
    }
    ReportCursorsRequest.Builder request = ReportCursorsRequest.newBuilder().setFollower(follower);
    read.forEach(cursor -> request.addCursors(cursor.toMessage()));
    return Calls.unary(
        request.build(),
        (message, answer) ->
            care.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .reportCursors(message, answer));
  }

  private void failed(Throwable fault) {
    LOG.debugf("the journal was not told of the cursors: %s", fault.getMessage());
    goOn();
  }

  private void goOn() {
    if (!closed) {
      next();
    }
  }
}
