package io.throughline.lineage.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.series.Histories;
import io.throughline.lineage.series.Points;
import io.throughline.lineage.store.Identity;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/** Sums up rows of a tenant, one after the other, into a SHA-256. The tenant itself is left out. */
final class Sum {
  private static final int TENANT = 0;
  private static final int IDENTITY_COLUMNS = 7;

  private final MessageDigest digest = Identity.sha256();
  private List<String> series = List.of();
  private final List<Points> chunks = new ArrayList<>();

  void add(Row row) {
    for (int i = TENANT + 1; i < row.size(); i++) {
      add(row.getValue(i));
    }
  }

  /**
   * Adds what was known of a chunk; the points of a series count once each, when its last chunk has
   * come.
   */
  void addChunk(Row row, Moment moment) {
    List<String> identity = new ArrayList<>();
    for (int i = TENANT + 1; i <= IDENTITY_COLUMNS; i++) {
      identity.add(String.valueOf(row.getValue(i)));
    }
    if (!identity.equals(series)) {
      endSeries();
      series = identity;
    }
    chunks.add(Histories.points(row, moment));
  }

  /** The hash of everything. */
  String text() {
    endSeries();
    return Identity.text(digest.digest());
  }

  private void endSeries() {
    if (chunks.isEmpty()) {
      return;
    }
    series.forEach(this::add);
    Points points = Histories.join(chunks).distinct();
    ByteBuffer bytes = ByteBuffer.allocate(3 * Long.BYTES);
    for (int i = 0; i < points.size(); i++) {
      bytes.clear();
      bytes.putLong(points.steps()[i]).putLong(points.millis()[i]).putDouble(points.values()[i]);
      digest.update(bytes.array());
    }
    chunks.clear();
  }

  private void add(Object value) {
    byte[] bytes = value == null ? null : value.toString().getBytes(UTF_8);
    int length = bytes == null ? -1 : bytes.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
    if (bytes != null) {
      digest.update(bytes);
    }
  }
}
