package io.throughline.ingest.append;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides, batch after batch, what becomes of a group: appended at the next position, acknowledged
 * again, or refused. It works on what a transaction has read under the lock of the partition's
 * head, and remembers what it has decided.
 */
final class Numbering {
  private final int partition;
  private final Map<ProducerKey, Count> counts;
  private final Map<BatchKey, Appended> appended;
  private final Map<ProducerKey, Count> changed = new LinkedHashMap<>();
  private final List<Submission> accepted = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private final long firstHead;
  private long head;

  /**
   * A numbering over one group.
   *
   * @param head the partition's last position
   * @param counts how far the group's producers have counted; absent: not at all
   * @param appended those batches of the group that the journal is known to hold
   */
  Numbering(
      int partition, long head, Map<ProducerKey, Count> counts, Map<BatchKey, Appended> appended) {
    this.partition = partition;
    this.firstHead = head;
    this.head = head;
    this.counts = new HashMap<>(counts);
    this.appended = new HashMap<>(appended);
  }

  /** Decides on batches in their order. */
  Numbering decideAll(List<Submission> batches) {
    for (Submission batch : batches) {
      outcomes.add(decide(batch));
    }
    return this;
  }

  /** What becomes of the next batch. */
  private Outcome decide(Submission submission) {
    BatchKey key = submission.key();
    Count count = counts.getOrDefault(key.producer(), new Count(key.epoch(), 0));
    if (key.epoch() < count.epoch()) {
      return Outcome.refused(fenced(key, count));
    }
    long last = key.epoch() == count.epoch() ? count.number() : 0;
    if (key.number() <= last) {
      return again(submission);
    }
    if (key.number() > last + 1) {
      return Outcome.refused(gap(key, last + 1));
    }
    return append(submission);
  }

  /** What became of each batch, in their order. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** The batches to append, in the order of their positions, which end at {@link #head}. */
  List<Submission> accepted() {
    return accepted;
  }

  /** How far the producers have counted that have counted further. */
  Map<ProducerKey, Count> changed() {
    return changed;
  }

  /** How far each of the group's producers has counted, as far as these counts tell. */
  Map<ProducerKey, Count> counts() {
    return counts;
  }

  /** The last position before the group. */
  long firstHead() {
    return firstHead;
  }

  /** The last position. */
  long head() {
    return head;
  }

  /** Whether the batch's number has been used, as far as these counts tell. */
  static boolean isUsed(BatchKey key, Map<ProducerKey, Count> counts) {
    Count count = counts.get(key.producer());
    return count != null && key.epoch() == count.epoch() && key.number() <= count.number();
  }

  private Outcome append(Submission submission) {
    head++;
    BatchKey key = submission.key();
    Count count = new Count(key.epoch(), key.number());
    counts.put(key.producer(), count);
    changed.put(key.producer(), count);
    appended.put(key, new Appended(head, submission.payload().digest()));
    accepted.add(submission);
    return Outcome.acknowledged(partition, head, false);
  }

  /**
   * The number was used. Where the journal no longer holds the batch, its position lies somewhere
   * before the head.
   */
  private Outcome again(Submission submission) {
    Appended before = appended.get(submission.key());
    if (before == null) {
      return Outcome.acknowledged(partition, head, true);
    }
    if (!before.digest().equals(submission.payload().digest())) {
      return Outcome.refused(changedContent(submission.key()));
    }
    return Outcome.acknowledged(partition, before.position(), true);
  }

  private static Failure fenced(BatchKey key, Count count) {
    return Failure.of(
            ErrorReason.ERROR_REASON_FENCED,
            ("Producer '%s' has written to '%s' in epoch %d, which fences epoch %d; another writer"
                    + " uses its id, or this one has lost its epoch.")
                .formatted(
                    key.producer().producer(), key.producer().scope(), count.epoch(), key.epoch()))
        .with("epoch", Long.toString(count.epoch()));
  }

  private static Failure gap(BatchKey key, long expected) {
    return Failure.of(
            ErrorReason.ERROR_REASON_NUMBER_GAP,
            "Producer '%s' sent number %d to '%s'; expected is %d: send the batches from there on."
                .formatted(
                    key.producer().producer(), key.number(), key.producer().scope(), expected))
        .with("expected", Long.toString(expected));
  }

  private static Failure changedContent(BatchKey key) {
    return Failure.of(
        ErrorReason.ERROR_REASON_CONTENT_CHANGED,
        ("Number %d of producer '%s' in '%s' is in the journal with other content; two writers use"
                + " one id, or a batch was changed before it was sent again.")
            .formatted(key.number(), key.producer().producer(), key.producer().scope()));
  }
}
