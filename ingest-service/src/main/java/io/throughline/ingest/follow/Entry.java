package io.throughline.ingest.follow;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
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

  /**
   * The response as it goes over the wire. The batch lies in it as bytes that nobody has decoded,
   * under the number of its field; a reader that needs the batch itself calls {@link #batch}.
   */
  FollowResponse toResponse() {
    FollowResponse.Builder response = FollowResponse.newBuilder().setCursor(place.toMessage());
    if (hasBatch()) {
      ByteString batch =
          Payload.encoded(
              row.getShort("codec"),
              row.getInteger("size"),
              row.getBuffer("payload").getBytes(),
              row.getString("traceparent"));
      ByteString envelope =
          envelope()
              .setUnknownFields(encoded(JournalBatch.BATCH_FIELD_NUMBER, batch))
              .build()
              .toByteString();
      response.setUnknownFields(encoded(FollowResponse.BATCH_FIELD_NUMBER, envelope));
    }
    return response.build();
  }

  private static UnknownFieldSet encoded(int field, ByteString message) {
    return UnknownFieldSet.newBuilder()
        .addField(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(message).build())
        .build();
  }

  /** The batch, where there is more than progress. */
  JournalBatch batch() {
    return envelope()
        .setBatch(
            Payload.decode(
                row.getShort("codec"),
                row.getInteger("size"),
                row.getBuffer("payload").getBytes(),
                row.getString("traceparent")))
        .build();
  }

  private boolean hasBatch() {
    return row != null && row.getBuffer("payload") != null;
  }

  /** Everything but the batch itself. */
  private JournalBatch.Builder envelope() {
    OffsetDateTime appendTime = row.getOffsetDateTime("append_time");
    return JournalBatch.newBuilder()
        .setTenant(row.getString("tenant"))
        .setTombstoneValue(row.getShort("tombstone"))
        .setAppendTime(
            Timestamp.newBuilder()
                .setSeconds(appendTime.toEpochSecond())
                .setNanos(appendTime.getNano()));
  }
}
