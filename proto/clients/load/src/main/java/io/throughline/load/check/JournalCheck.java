package io.throughline.load.check;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.Tombstone;
import io.throughline.load.check.Violation.Promise;
import io.throughline.load.history.Digest;
import io.throughline.load.history.History;
import io.throughline.load.history.ProducerHistory;
import io.throughline.load.history.ProducerKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the journal's batches as they come, from the beginning, and compares with a history. */
final class JournalCheck {
  private final History history;
  private final boolean exclusive;
  private final Verdict verdict;
  private final Map<Integer, Long> positions = new HashMap<>();
  private final Map<Integer, Timestamp> times = new HashMap<>();
  private final Map<ProducerKey, Long> numbers = new HashMap<>();
  private final Map<SeriesIdentity, SeriesPoints> series = new LinkedHashMap<>();
  private long batches;
  private long events;
  private long strangers;

  /** Whether the journal says that retention has removed something: a producer may begin later. */
  private boolean removed;

  /**
   * @param exclusive whether nobody else has ever written to the journal
   */
  JournalCheck(History history, boolean exclusive, Verdict verdict) {
    this.history = history;
    this.exclusive = exclusive;
    this.verdict = verdict;
  }

  void take(FollowResponse step) {
    checkPosition(step);
    if (!step.hasBatch()) {
      removed = true;
      return;
    }
    batches++;
    Batch batch = step.getBatch().getBatch();
    events += batch.getEventsCount();
    ProducerKey key = new ProducerKey(batch.getScope(), batch.getProducer(), batch.getEpoch());
    ProducerHistory producer = history.of(key);
    if (producer != null) {
      checkBatch(step, key, producer);
      batch.getEventsList().stream().filter(Event::hasPointsMeasured).forEach(this::collect);
    } else {
      strangers++;
      if (exclusive) {
        verdict.violated(Promise.KEPT_WAS_SENT, "%s is in the journal and in no history", key);
      }
    }
  }

  private void checkPosition(FollowResponse step) {
    Cursor cursor = step.getCursor();
    long expected = positions.getOrDefault(cursor.getPartition(), 0L) + 1;
    boolean gap =
        step.hasBatch() ? cursor.getPosition() != expected : cursor.getPosition() < expected;
    if (gap) {
      verdict.violated(
          Promise.POSITIONS,
          "partition %d: position %d comes where %d is due",
          cursor.getPartition(),
          cursor.getPosition(),
          expected);
    }
    positions.put(cursor.getPartition(), cursor.getPosition());
    if (step.hasBatch()) {
      Timestamp time = step.getBatch().getAppendTime();
      Timestamp before = times.put(cursor.getPartition(), time);
      if (before != null && Timestamps.compare(time, before) < 0) {
        verdict.violated(
            Promise.POSITIONS,
            "partition %d: the time falls at position %d",
            cursor.getPartition(),
            cursor.getPosition());
      }
    }
  }

  private void checkBatch(FollowResponse step, ProducerKey key, ProducerHistory producer) {
    Batch batch = step.getBatch().getBatch();
    long number = batch.getNumber();
    String position = step.getCursor().getPartition() + ":" + step.getCursor().getPosition();
    long last = numbers.getOrDefault(key, 0L);
    if (number <= last) {
      verdict.violated(Promise.ONCE, "%s: batch %d is there again at %s", key, number, position);
    } else if (number > last + 1 && !(removed && last == 0)) {
      verdict.violated(
          Promise.ORDER, "%s: at %s, batch %d follows batch %d", key, position, number, last);
    }
    numbers.put(key, Math.max(last, number));
    byte[] told = step.getCursor().getDigest().toByteArray();
    boolean whole = step.getBatch().getTombstone() == Tombstone.TOMBSTONE_UNSPECIFIED;
    byte[] digest = whole ? Digest.of(batch) : told;
    if (!producer.wasSent(number)) {
      verdict.violated(
          Promise.KEPT_WAS_SENT, "%s: batch %d at %s was never sent", key, number, position);
    } else if (Digest.brief(digest) != producer.digest(number) || !Arrays.equals(digest, told)) {
      verdict.violated(
          Promise.KEPT_WAS_SENT, "%s: batch %d at %s has other content", key, number, position);
    }
    String acknowledged = producer.position(number);
    if (acknowledged != null && number > last && !acknowledged.equals(position)) {
      verdict.violated(
          Promise.ACKNOWLEDGED_IS_KEPT,
          "%s: batch %d lies at %s, and was acknowledged at %s",
          key,
          number,
          position,
          acknowledged);
    }
  }

  private void collect(Event event) {
    PointsMeasured measured = event.getPointsMeasured();
    SeriesPoints points = series.computeIfAbsent(measured.getSeries(), any -> new SeriesPoints());
    long step = 0;
    long time = 0;
    for (int i = 0; i < measured.getValuesCount(); i++) {
      step += measured.getStepDeltas(i);
      time += measured.getTimeDeltas(i);
      points.add(step, time, measured.getValues(i));
    }
  }

  /** The whole journal has come: looks for what is missing. */
  void end() {
    for (ProducerHistory producer : history.producers()) {
      long last = numbers.getOrDefault(producer.key(), 0L);
      for (long number = last + 1; number <= producer.last(); number++) {
        if (producer.position(number) != null) {
          verdict.violated(
              Promise.ACKNOWLEDGED_IS_KEPT,
              "%s: batch %d was acknowledged at %s and is not in the journal",
              producer.key(),
              number,
              producer.position(number));
        }
      }
      producer.faults().forEach(fault -> verdict.violated(Promise.HISTORY, "%s", fault));
    }
    verdict.looked("producers", history.producers().size());
    verdict.looked("sends", history.sends());
    verdict.looked("acknowledged batches", history.acknowledgements());
    verdict.looked("batches in the journal", batches);
    verdict.looked("events in the journal", events);
    verdict.looked("batches of others", strangers);
  }

  /** The points of the history's series, as the journal holds them. */
  Map<SeriesIdentity, SeriesPoints> series() {
    return series;
  }
}
