package io.throughline.lineage.projection;

import com.google.protobuf.Timestamp;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.FollowedBatch;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * One event of the journal, and where it stands.
 *
 * @param tenant whose it is
 * @param scope the home of its subject
 * @param partition the journal's partition
 * @param position the position of its batch
 * @param index its place in the batch, from 0
 * @param validTime when it was true
 * @param timeStated whether the producer said so, or the journal's clock filled it in
 * @param event what happened
 */
public record Fact(
    String tenant,
    String scope,
    int partition,
    long position,
    int index,
    OffsetDateTime validTime,
    boolean timeStated,
    Event event) {

  /** The facts of a batch, in order. */
  public static List<Fact> of(FollowedBatch followed) {
    Batch batch = followed.batch();
    List<Fact> facts = new ArrayList<>(batch.getEventsCount());
    for (int i = 0; i < batch.getEventsCount(); i++) {
      Event event = batch.getEvents(i);
      boolean stated = event.hasValidTime() || batch.hasValidTime();
      Instant time =
          event.hasValidTime()
              ? instant(event.getValidTime())
              : batch.hasValidTime() ? instant(batch.getValidTime()) : followed.appendTime();
      facts.add(
          new Fact(
              followed.tenant(),
              home(batch.getScope()),
              followed.partition(),
              followed.position(),
              i,
              time.atOffset(ZoneOffset.UTC),
              stated,
              event));
    }
    return facts;
  }

  /** The scope without the bucket into which the journal has split a population's batch. */
  private static String home(String scope) {
    int bucket = scope.indexOf("/buckets/");
    return bucket < 0 ? scope : scope.substring(0, bucket);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
