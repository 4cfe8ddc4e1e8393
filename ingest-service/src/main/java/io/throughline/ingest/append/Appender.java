package io.throughline.ingest.append;

import io.grpc.Deadline;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Appends to one partition, one group after the other. A group is whatever has queued by the time
 * that the one before it is committed and its turn has come, so it grows with the load.
 */
final class Appender {
  private final GroupAppend groupAppend;
  private final AppendLimits limits;
  private final AppendMetrics metrics;
  private final Pace pace;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private boolean busy;

  private record Waiting(
      Submission submission, Optional<Deadline> deadline, CompletableFuture<Outcome> outcome) {

    boolean isLate() {
      return deadline.filter(Deadline::isExpired).isPresent();
    }
  }

  Appender(GroupAppend groupAppend, AppendLimits limits, AppendMetrics metrics, Pace pace) {
    this.groupAppend = groupAppend;
    this.limits = limits;
    this.metrics = metrics;
    this.pace = pace;
  }

  /**
   * Queues a batch; batches are taken in the order of these calls.
   *
   * @param deadline until when it may wait for its turn; later it is refused with DEADLINE_PASSED
   * @return what became of it, never a failure
   */
  CompletableFuture<Outcome> append(Submission submission, Optional<Deadline> deadline) {
    Waiting waiting = new Waiting(submission, deadline, new CompletableFuture<>());
    synchronized (this) {
      queue.add(waiting);
    }
    appendNext();
    return waiting.outcome();
  }

  private void appendNext() {
    synchronized (this) {
      if (busy || queue.isEmpty()) {
        return;
      }
      busy = true;
    }
    pace.begin(this::appendGroup);
  }

  private void appendGroup() {
    List<Waiting> late = new ArrayList<>();
    List<Waiting> group = takeGroup(late);
    late.forEach(waiting -> waiting.outcome().complete(Outcome.refused(deadlinePassed())));
    if (group.isEmpty()) {
      return;
    }
    List<Submission> submissions = group.stream().map(Waiting::submission).toList();
    long begin = System.nanoTime();
    groupAppend
        .append(submissions)
        .subscribe()
        .with(
            outcomes -> {
              metrics.committed(submissions, Duration.ofNanos(System.nanoTime() - begin));
              finish(group, outcomes);
            });
  }

  private synchronized List<Waiting> takeGroup(List<Waiting> late) {
    List<Waiting> group = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty()
        && group.size() < limits.groupBatches()
        && bytes < limits.groupBytes()) {
      Waiting waiting = queue.poll();
      if (waiting.isLate()) {
        late.add(waiting);
        continue;
      }
      bytes += waiting.submission().bytes();
      group.add(waiting);
    }
    busy = !group.isEmpty();
    return group;
  }

  /** Starts the next group before it answers the last one. */
  private void finish(List<Waiting> group, List<Outcome> outcomes) {
    synchronized (this) {
      busy = false;
    }
    appendNext();
    for (int i = 0; i < group.size(); i++) {
      group.get(i).outcome().complete(outcomes.get(i));
    }
  }

  private static Failure deadlinePassed() {
    return Failure.of(
        ErrorReason.ERROR_REASON_DEADLINE_PASSED,
        "The deadline passed while the batch waited for its turn; it is not in the journal, and its"
            + " number is still free.");
  }
}
