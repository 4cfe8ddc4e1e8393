package io.throughline.client.stream;

import io.throughline.client.spill.Count;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of one producer in one scope, in order. A batch gets its number when it is sent: the
 * next one after those before it. When one is refused, nothing more is sent until every batch
 * behind it is answered; then the numbers are given anew, from the last acknowledged one on. For
 * the emitter's thread alone.
 */
final class Lane {

  private static final int MOST_FAILURES = 10;

  private final Outbox outbox;
  private final String scope;
  private final Deque<PendingBatch> unsent = new ArrayDeque<>();
  private final Deque<PendingBatch> sent = new ArrayDeque<>();

  /** Answered, not acknowledged, to be sent again. */
  private final List<PendingBatch> returned = new ArrayList<>();

  private final Backoff backoff = new Backoff();
  private Count count;
  private boolean draining;
  private boolean renumber;
  private boolean fenced;

  Lane(Outbox outbox, String scope, Count count) {
    this.outbox = outbox;
    this.scope = scope;
    this.count = count;
  }

  String scope() {
    return scope;
  }

  boolean isEmpty() {
    return unsent.isEmpty() && sent.isEmpty() && returned.isEmpty();
  }

  /** Queues a batch behind the others. */
  void add(PendingBatch batch) {
    if (fenced) {
      outbox.refused(batch, "another writer uses this producer's id");
    } else {
      unsent.add(batch);
    }
  }

  /** Whether a batch may be sent now. */
  boolean isReady(long now) {
    return !draining && !unsent.isEmpty() && backoff.isOver(now);
  }

  /** The next batch with its number; it counts as sent. */
  PendingBatch next() {
    PendingBatch batch = unsent.remove();
    batch.sentAs = new Count(count.epoch(), count.number() + sent.size() + 1);
    sent.add(batch);
    return batch;
  }

  /** Whether an answer is the one that is due. */
  boolean expects(EmitResponse answer) {
    PendingBatch first = sent.peek();
    return first != null
        && first.sentAs.epoch() == answer.getEpoch()
        && first.sentAs.number() == answer.getNumber();
  }

  /** How many bytes the batch has whose answer is due. */
  int firstSentBytes() {
    return sent.element().bytes;
  }

  /** The batch that was taken last could not be read, and was not sent. */
  void lost(PendingBatch batch) {
    sent.remove(batch);
  }

  /** Takes the answer to the batch that was sent first. */
  void answer(EmitResponse response, long now) {
    PendingBatch batch = sent.remove();
    if (response.hasAcknowledgement()) {
      acknowledged(batch, response.getAcknowledgement().getPosition());
    } else {
      refused(batch, Answer.of(response.getRefusal().getStatus()), now);
    }
    settle();
  }

  /** The stream broke: whatever is unanswered is sent again, under the same numbers. */
  void broken() {
    returned.addAll(sent);
    sent.clear();
    draining = true;
    settle();
  }

  private void acknowledged(PendingBatch batch, String at) {
    // A number is accepted only after all before it: those whose fate was not known are in, too.
    Iterator<PendingBatch> before = returned.iterator();
    while (before.hasNext()) {
      PendingBatch earlier = before.next();
      if (earlier.sentAs != null) {
        before.remove();
        outbox.acknowledged(earlier);
      }
    }
    count = batch.sentAs;
    backoff.reset();
    outbox.acknowledged(batch);
    outbox.reached(scope, at);
  }

  private void refused(PendingBatch batch, Answer answer, long now) {
    if (answer.isPassing()) {
      again(batch, answer.pause(), now);
    } else if (answer.isServerFailure() && ++batch.failures < MOST_FAILURES) {
      again(batch, answer.pause(), now);
    } else if (answer.reason().equals("NUMBER_GAP")) {
      // Behind a refused batch this is to be expected; in front, the journal has lost our count.
      renumber |= !draining && answer.expected() <= count.number();
      definitelyOut(batch, now);
    } else if (answer.reason().equals("CONTENT_CHANGED")) {
      renumber = true;
      outbox.told(
          "Another writer has used the id of producer %s in %s: counting anew. %s"
              .formatted(outbox.producer(), scope, answer.message()));
      definitelyOut(batch, now);
    } else if (answer.reason().equals("FENCED")) {
      fence(batch, answer);
    } else {
      mend(batch, answer);
    }
  }

  private void again(PendingBatch batch, Duration wait, long now) {
    if (!draining) {
      backoff.pause(now, wait);
    }
    returned.add(batch);
    draining = true;
  }

  private void definitelyOut(PendingBatch batch, long now) {
    batch.sentAs = null;
    again(batch, Duration.ZERO, now);
  }

  /** Leaves out the events at fault; what remains is sent again. */
  private void mend(PendingBatch batch, Answer answer) {
    draining = true;
    Batch whole = outbox.content(batch);
    if (whole == null) {
      return;
    }
    Batch.Builder rest = whole.toBuilder().clearEvents();
    for (int i = 0; i < whole.getEventsCount(); i++) {
      if (!answer.faultyEvents().contains(i)) {
        rest.addEvents(whole.getEvents(i));
      }
    }
    int faulty = whole.getEventsCount() - rest.getEventsCount();
    if (faulty == 0 || rest.getEventsCount() == 0) {
      outbox.refused(batch, answer.message());
      return;
    }
    batch.content = rest.build();
    batch.sentAs = null;
    returned.add(batch);
    outbox.refusedEvents(
        faulty,
        "%d of %d events of %s: %s"
            .formatted(faulty, whole.getEventsCount(), scope, answer.message()));
  }

  private void fence(PendingBatch batch, Answer answer) {
    fenced = true;
    outbox.refused(batch, answer.message());
    returned.forEach(each -> outbox.refused(each, answer.message()));
    returned.clear();
    unsent.forEach(each -> outbox.refused(each, answer.message()));
    unsent.clear();
  }

  private void settle() {
    if (!draining || !sent.isEmpty()) {
      return;
    }
    if (renumber) {
      count = new Count(count.epoch() + 1, 0);
      outbox.renumbered(this, count);
    }
    for (int i = returned.size() - 1; i >= 0; i--) {
      unsent.addFirst(returned.get(i));
    }
    returned.clear();
    draining = false;
    renumber = false;
  }
}
