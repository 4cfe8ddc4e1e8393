package io.throughline.lineage.freshness;

import io.grpc.Context;
import io.grpc.Deadline;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Lets a read wait for what its caller has written. */
@ApplicationScoped
public class Freshness {
  private static final Duration AT_MOST = Duration.ofSeconds(10);

  private static final Duration AT_LEAST = Duration.ofMillis(1);

  /** What an answer needs to get home before the deadline, at least; a tenth of longer ones. */
  private static final Duration WAY_HOME = Duration.ofMillis(50);

  private static final int TENTH = 10;

  private final Following following;

  public Freshness(Following following) {
    this.following = following;
  }

  /**
   * Completes when the graph holds everything up to a position. To be called on the thread of the
   * call, whose deadline bounds the wait.
   *
   * @param position the text of an acknowledgement; empty: completes at once
   * @throws Failure (as a failure) POSITION_INVALID, or NOT_CAUGHT_UP where it takes too long
   */
  public Uni<Void> await(String position) {
    if (position.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    try {
      return await(Position.parse(position), patience());
    } catch (IllegalArgumentException e) {
      return Uni.createFrom()
          .failure(
              Failure.of(ErrorReason.ERROR_REASON_POSITION_INVALID, "position: " + e.getMessage()));
    }
  }

  /** Completes when the graph holds everything up to a position; fails with NOT_CAUGHT_UP. */
  public Uni<Void> await(Position position, Duration atMost) {
    return following.await(position, atMost);
  }

  /** Completes when the graph holds everything that the journal holds now. */
  public Uni<Void> awaitJournal() {
    return following.head().chain(head -> await(head, AT_MOST));
  }

  /**
   * Whether the graph lacks no more than so many batches of what the journal holds now; false also
   * where the journal cannot be asked.
   */
  public Uni<Boolean> isNear(long batches) {
    return following.head().map(head -> lack(head) <= batches).onFailure().recoverWithItem(false);
  }

  /** How long the current call may wait: until shortly before its deadline, at most 10 s. */
  public static Duration patience() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return AT_MOST;
    }
    Duration whole = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS));
    Duration tenth = whole.dividedBy(TENTH);
    Duration left = whole.minus(tenth.compareTo(WAY_HOME) > 0 ? tenth : WAY_HOME);
    if (left.compareTo(AT_LEAST) < 0) {
      return AT_LEAST;
    }
    return left.compareTo(AT_MOST) < 0 ? left : AT_MOST;
  }

  private long lack(Position head) {
    Position applied = applied();
    return head.components().entrySet().stream()
        .mapToLong(end -> end.getValue() - applied.at(end.getKey()))
        .sum();
  }

  /** How far the graph has come, as far as this replica knows. */
  public Position applied() {
    return following.follower().position();
  }
}
