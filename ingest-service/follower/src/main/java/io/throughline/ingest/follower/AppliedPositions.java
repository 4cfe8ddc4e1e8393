package io.throughline.ingest.follower;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * How far the projection has come, and who waits for it. While somebody waits, the cursors in the
 * database are read now and then, since another replica may be the one that moves them.
 */
final class AppliedPositions {
  private final CursorTable cursors;
  private final Duration poll;
  private final List<Waiter> waiters = new ArrayList<>();
  private Position applied = Position.START;
  private boolean polling;

  private record Waiter(Position wanted, UniEmitter<? super Void> emitter) {}

  AppliedPositions(CursorTable cursors, Duration poll) {
    this.cursors = cursors;
    this.poll = poll;
  }

  synchronized Position applied() {
    return applied;
  }

  void advance(PartitionCursor cursor) {
    advance(List.of(cursor));
  }

  void advance(List<PartitionCursor> moved) {
    List<Waiter> reached = new ArrayList<>();
    synchronized (this) {
      for (PartitionCursor cursor : moved) {
        if (cursor.position() > 0) {
          applied = applied.merge(Position.of(cursor.partition(), cursor.position()));
        }
      }
      for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
        Waiter waiter = i.next();
        if (applied.covers(waiter.wanted())) {
          i.remove();
          reached.add(waiter);
        }
      }
    }
    reached.forEach(waiter -> waiter.emitter().complete(null));
  }

  /** Completes when the position is applied; fails with NOT_CAUGHT_UP when that takes too long. */
  Uni<Void> await(Position wanted, Duration atMost) {
    if (applied().covers(wanted)) {
      return Uni.createFrom().voidItem();
    }
    return Uni.createFrom()
        .<Void>emitter(emitter -> add(new Waiter(wanted, emitter)))
        .ifNoItem()
        .after(atMost)
        .failWith(() -> notCaughtUp(wanted));
  }

  private void add(Waiter waiter) {
    waiter.emitter().onTermination(() -> remove(waiter));
    boolean startPolling;
    synchronized (this) {
      waiters.add(waiter);
      startPolling = !polling;
      polling = true;
    }
    if (startPolling) {
      poll();
    }
    advance(List.of());
  }

  private synchronized void remove(Waiter waiter) {
    waiters.remove(waiter);
  }

  private void poll() {
    cursors
        .read()
        .onItem()
        .invoke(this::advance)
        .onItemOrFailure()
        .transformToUni((read, failure) -> Uni.createFrom().voidItem())
        .onItem()
        .delayIt()
        .by(poll)
        .subscribe()
        .with(ignored -> pollWhileWaited());
  }

  private void pollWhileWaited() {
    synchronized (this) {
      polling = !waiters.isEmpty();
      if (!polling) {
        return;
      }
    }
    poll();
  }

  private Failure notCaughtUp(Position wanted) {
    return Failure.of(
            ErrorReason.ERROR_REASON_NOT_CAUGHT_UP,
            "The projection has not reached position %s; try again.".formatted(wanted))
        .with("wanted", wanted.toString())
        .with("applied", applied().toString());
  }
}
