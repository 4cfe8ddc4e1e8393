package io.throughline.client;

import io.throughline.client.buffer.EventQueue;
import io.throughline.client.buffer.PointRing;
import io.throughline.client.stream.Outbox;
import io.throughline.client.stream.Tally;
import java.util.concurrent.CompletableFuture;

/** Somebody who waits until the journal has answered for what was told before a moment. */
final class PendingFlush {

  private final long points;
  private final long events;
  private final long hopeless;
  private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
  private long cutAt = -1;

  /**
   * @param points how many points had been told
   * @param events how many other events had been told
   * @param hopeless how often delivery had failed for good
   */
  PendingFlush(long points, long events, long hopeless) {
    this.points = points;
    this.events = events;
    this.hopeless = hopeless;
  }

  /** Whether the journal has answered; false where it cannot be expected to. */
  CompletableFuture<Boolean> answered() {
    return answered;
  }

  /** Whether everything told has left the buffers that pipelines write to. */
  boolean isTaken(PointRing ring, EventQueue queue) {
    return ring.isDrainedTo(points) && queue.taken() >= events;
  }

  boolean isCut() {
    return cutAt >= 0;
  }

  /** Everything told is in batches, this being the last of them. */
  void cutAt(long sequence) {
    cutAt = sequence;
  }

  /** Answers where there is an answer, and says whether there was. */
  boolean answer(Outbox outbox, Tally tally) {
    if (isCut() && outbox.isDone(cutAt)) {
      answered.complete(true);
    } else if (tally.hopeless() > hopeless) {
      giveUp();
    }
    return answered.isDone();
  }

  void giveUp() {
    answered.complete(false);
  }
}
