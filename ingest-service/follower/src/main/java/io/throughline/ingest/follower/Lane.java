package io.throughline.ingest.follower;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A partition's steps on their way into the database: one group at a time, each of whatever has
 * queued while the one before was applied. The session's lock guards it.
 */
final class Lane {
  private final Deque<Step> queue = new ArrayDeque<>();
  private final long epoch;
  private PartitionCursor applied;
  private List<Step> taken = List.of();

  Lane(Lease lease) {
    this.epoch = lease.epoch();
    this.applied = lease.cursor();
  }

  /** The epoch of the lease. */
  long epoch() {
    return epoch;
  }

  PartitionCursor applied() {
    return applied;
  }

  /** When the oldest batch was appended that is being applied or waits for it. */
  Optional<Instant> oldest() {
    return Stream.concat(taken.stream(), queue.stream())
        .flatMap(step -> step.batch().stream())
        .map(FollowedBatch::appendTime)
        .findFirst();
  }

  void add(Step step) {
    queue.add(step);
  }

  /** Whether a group is being applied. */
  boolean isBusy() {
    return !taken.isEmpty();
  }

  /**
   * Drops what lies behind the cursor: another replica has applied it, perhaps before it came here.
   *
   * @return the steps that were dropped
   */
  List<Step> dropApplied() {
    List<Step> dropped = new ArrayList<>();
    while (!queue.isEmpty() && queue.peek().after().position() <= applied.position()) {
      dropped.add(queue.poll());
    }
    return dropped;
  }

  /** Takes the next group, which is to be applied at once; empty where nothing waits. */
  List<Step> takeGroup(int maxSteps, int maxBytes) {
    List<Step> group = new ArrayList<>();
    int bytes = 0;
    while (!queue.isEmpty() && group.size() < maxSteps && bytes < maxBytes) {
      Step step = queue.poll();
      bytes += step.bytes();
      group.add(step);
    }
    taken = group;
    return group;
  }

  void applied(PartitionCursor cursor) {
    applied = cursor;
    taken = List.of();
  }

  /** Another replica has moved the cursor: the group is not applied, or only a part of it. */
  void moved(PartitionCursor cursor, List<Step> group) {
    for (int i = group.size() - 1; i >= 0; i--) {
      queue.addFirst(group.get(i));
    }
    applied(cursor);
  }
}
