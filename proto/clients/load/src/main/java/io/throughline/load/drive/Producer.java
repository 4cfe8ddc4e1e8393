package io.throughline.load.drive;

import io.throughline.load.workload.ProducerName;

/**
 * A producer's count: which batches are due, under way and acknowledged. After a refusal it waits
 * until everything under way is answered, and goes back to the first batch that is not
 * acknowledged. Its stream's lock guards it.
 */
final class Producer {
  private final ProducerName name;
  private final LongQueue dueTimes = new LongQueue();
  private long acknowledged;
  private long next = 1;
  private long sent;
  private long due;
  private int underWay;
  private boolean rewinding;
  private long pausedUntil = Long.MIN_VALUE;

  Producer(ProducerName name) {
    this.name = name;
  }

  ProducerName name() {
    return name;
  }

  /** One more batch is due since a moment. */
  void becomeDue(long time) {
    due++;
    dueTimes.add(time);
  }

  /** More batches are due, each as soon as the window has room for it. */
  void becomeDueWhenSent(long batches) {
    due += batches;
  }

  /** Batches that are not sent yet are no longer due. */
  void withdraw() {
    due = Math.min(due, acknowledged + dueTimes.size());
  }

  /** Batches that were never sent are no longer due, however long they have been. */
  void dropUnsent() {
    due = Math.min(due, sent);
  }

  boolean maySend(long now, int window) {
    return !rewinding && next <= due && next - acknowledged <= window && now >= pausedUntil;
  }

  /** The number of the batch to send now. */
  long take(long now) {
    if (acknowledged + dueTimes.size() < next) {
      dueTimes.add(now);
    }
    underWay++;
    sent = Math.max(sent, next);
    return next++;
  }

  /** The batch that was taken last is sent once more. */
  void sentAgain() {
    underWay++;
  }

  /**
   * A batch is acknowledged.
   *
   * @return since when it was due, or -1 where it was acknowledged before
   * @throws IllegalStateException when one before it is not
   */
  long acknowledge(long number) {
    underWay--;
    if (number <= acknowledged) {
      return -1;
    }
    if (number != acknowledged + 1) {
      throw new IllegalStateException(
          "%s: batch %d was acknowledged, but %d was not"
              .formatted(name.id(), number, acknowledged + 1));
    }
    acknowledged = number;
    return dueTimes.poll();
  }

  /** A batch is refused for now; nothing more is sent until all that is under way is answered. */
  void refuse(long until) {
    underWay--;
    rewinding = true;
    pausedUntil = Math.max(pausedUntil, until);
  }

  /** Goes back when everything under way is answered; whether it did. */
  boolean rewind() {
    if (rewinding && underWay == 0) {
      rewinding = false;
      next = acknowledged + 1;
      return true;
    }
    return false;
  }

  /** The stream broke: nothing that is under way will be answered. */
  void breakOff() {
    underWay = 0;
    rewinding = false;
    next = acknowledged + 1;
  }

  long pausedUntil() {
    return pausedUntil;
  }

  boolean isDone() {
    return acknowledged == due && underWay == 0;
  }

  boolean waitsForAnswers() {
    return underWay > 0;
  }
}
