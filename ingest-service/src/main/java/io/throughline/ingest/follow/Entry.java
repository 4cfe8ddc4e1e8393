package io.throughline.ingest.follow;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.throughline.ingest.journal.Payload;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.JournalBatch;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;

/**
 * A row of the journal as it was read; its payload is still compressed.
 *
 * @param place the follower's place after it
 * @param row the row, whose payload is null where the follower does not want the batch; or null
 *     where there is only progress
 */
record Entry(Place place, Row row) {

  static Entry of(int partition, Row row) {
    return new Entry(
        new Place(
            partition,
            row.getLong("position"),
            ByteString.copyFrom(row.getBuffer("digest").getBytes())),
        row);
  }

  /** Progress over what the journal no longer holds. */
  static Entry progress(Place place) {
    return new Entry(place, null);
  }

  FollowResponse toResponse() {
    FollowResponse.Builder response = FollowResponse.newBuilder().setCursor(place.toMessage());
    if (row != null && row.getBuffer("payload") != null) {
      response.setBatch(batch());
    }
    return response.build();
  }

  private JournalBatch batch() {
    OffsetDateTime appendTime = row.getOffsetDateTime("append_time");
    return JournalBatch.newBuilder()
        .setTenant(row.getString("tenant"))
        .setBatch(
            Payload.decode(
                row.getShort("codec"),
                row.getInteger("size"),
                row.getBuffer("payload").getBytes(),
                row.getString("traceparent")))
        .setTombstoneValue(row.getShort("tombstone"))
        .setAppendTime(
            Timestamp.newBuilder()
                .setSeconds(appendTime.toEpochSecond())
                .setNanos(appendTime.getNano()))
        .build();
  }
}
