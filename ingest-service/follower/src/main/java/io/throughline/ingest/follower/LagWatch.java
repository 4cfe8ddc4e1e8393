package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.server.position.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks now and then at the journal's heads, at the cursors, which other replicas move too, and at
 * the quarantine.
 */
final class LagWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LagWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final long DEADLINE_SECONDS = 5;

  private final JournalServiceStub journal;
  private final QuarantineTable quarantine;
  private final CursorTable cursors;
  private final AppliedPositions applied;
  private volatile Position head = Position.START;
  private volatile Missing missing = new Missing(Position.START, Instant.EPOCH);
  private volatile long quarantined;
  private volatile boolean closed;

  /** A head that was not applied when it was seen. */
  private record Missing(Position head, Instant since) {}

  LagWatch(
      JournalServiceStub journal,
      QuarantineTable quarantine,
      CursorTable cursors,
      AppliedPositions applied) {
    this.journal = journal;
    this.quarantine = quarantine;
    this.cursors = cursors;
    this.applied = applied;
  }

  void start() {
    look()
        .onFailure()
        .invoke(fault -> LOG.debugf("the lag is not known: %s", fault.getMessage()))
        .onFailure()
        .recoverWithNull()
        .onItem()
        .delayIt()
        .by(PAUSE)
        .subscribe()
        .with(looked -> goOn());
  }

  @Override
  public void close() {
    closed = true;
  }

  private void goOn() {
    if (!closed) {
      start();
    }
  }

  private Uni<Void> look() {
    return Calls.unary(
            GetJournalRequest.getDefaultInstance(),
            journal.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)::getJournal)
        .chain(
            found ->
                cursors
                    .read()
                    .invoke(applied::advance)
                    .invoke(() -> seen(Position.parse(found.getHead()))))
        .chain(quarantine::count)
        .invoke(count -> quarantined = count)
        .replaceWithVoid();
  }

  private void seen(Position now) {
    head = now;
    if (applied.applied().covers(missing.head())) {
      missing = new Missing(now, Instant.now());
    }
  }

  /**
   * The lag as it is now.
   *
   * @param oldest when the oldest batch was appended that has come and is not applied
   */
  Lag lag(Optional<Instant> oldest) {
    Position now = applied.applied();
    long positions =
        head.components().entrySet().stream()
            .mapToLong(last -> Math.max(0, last.getValue() - now.at(last.getKey())))
            .sum();
    Missing known = missing;
    Optional<Instant> since =
        oldest.isPresent() || now.covers(known.head()) ? oldest : Optional.of(known.since());
    return new Lag(positions, since.map(LagWatch::age).orElse(Duration.ZERO), quarantined);
  }

  private static Duration age(Instant since) {
    Duration age = Duration.between(since, Instant.now());
    return age.isNegative() ? Duration.ZERO : age;
  }
}
