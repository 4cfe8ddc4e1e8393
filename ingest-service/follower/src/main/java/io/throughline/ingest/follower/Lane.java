package io.throughline.ingest.follower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A partition's steps on their way into the database: one group at a time, each of whatever has
 * queued while the one before was applied. The session's lock guards it.
 */
final class Lane {
  private final Deque<Step> queue = new ArrayDeque<>();
  private PartitionCursor applied;
  private boolean busy;

  Lane(PartitionCursor applied) {
    this.applied = applied;
  }

  PartitionCursor applied() {
    return applied;
  }

  void add(Step step) {
    queue.add(step);
  }

  /** Takes the next group; nothing while one is being applied. */
  List<Step> takeGroup(int maxSteps, int maxBytes) {
    List<Step> group = new ArrayList<>();
    if (busy) {
      return group;
    }
    int bytes = 0;
    while (!queue.isEmpty() && group.size() < maxSteps && bytes < maxBytes) {
      Step step = queue.poll();
      bytes += step.bytes();
      group.add(step);
    }
    busy = !group.isEmpty();
    return group;
  }

  void applied(PartitionCursor cursor) {
    applied = cursor;
    busy = false;
  }

  /**
   * Another replica has moved the cursor: drops what it has applied, and puts the rest of the group
   * back.
   *
   * @return the steps that were dropped
   */
  List<Step> moved(PartitionCursor cursor, List<Step> group) {
    for (int i = group.size() - 1; i >= 0; i--) {
      queue.addFirst(group.get(i));
    }
    List<Step> dropped = new ArrayList<>();
    while (!queue.isEmpty() && queue.peek().after().position() <= cursor.position()) {
      dropped.add(queue.poll());
    }
    applied(cursor);
    return dropped;
  }
}
