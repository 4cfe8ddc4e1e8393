package io.throughline.ingest.append;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Appends to one partition, one group after the other. A group is whatever has queued while the one
 * before it was committed, so it waits for nothing, and grows with the load.
 */
final class Appender {
  private final GroupAppend groupAppend;
  private final AppendLimits limits;
  private final Room room;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private boolean busy;

  private record Waiting(Submission submission, CompletableFuture<Outcome> outcome) {}

  Appender(GroupAppend groupAppend, AppendLimits limits, Room room) {
    this.groupAppend = groupAppend;
    this.limits = limits;
    this.room = room;
  }

  /**
   * Queues a batch; batches are taken in the order of these calls.
   *
   * @return what became of it, never a failure
   * @throws io.throughline.server.status.Failure OVERLOADED where the queue is full
   */
  CompletableFuture<Outcome> append(Submission submission) {
    room.take(submission);
    Waiting waiting = new Waiting(submission, new CompletableFuture<>());
    synchronized (this) {
      queue.add(waiting);
    }
    appendNext();
    return waiting.outcome();
  }

  private void appendNext() {
    List<Waiting> group = takeGroup();
    if (group.isEmpty()) {
      return;
    }
    groupAppend
        .append(group.stream().map(Waiting::submission).toList())
        .subscribe()
        .with(outcomes -> finish(group, outcomes));
  }

  private synchronized List<Waiting> takeGroup() {
    List<Waiting> group = new ArrayList<>();
    if (busy) {
      return group;
    }
    long bytes = 0;
    while (!queue.isEmpty()
        && group.size() < limits.groupBatches()
        && bytes < limits.groupBytes()) {
      Waiting waiting = queue.poll();
      bytes += waiting.submission().bytes();
      group.add(waiting);
    }
    busy = !group.isEmpty();
    return group;
  }

  /** Starts the next group before it answers the last one. */
  private void finish(List<Waiting> group, List<Outcome> outcomes) {
    group.forEach(waiting -> room.give(waiting.submission()));
    synchronized (this) {
      busy = false;
    }
    appendNext();
    for (int i = 0; i < group.size(); i++) {
      group.get(i).outcome().complete(outcomes.get(i));
    }
  }
}
