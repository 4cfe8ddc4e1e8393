package io.throughline.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Splits a population's batch by buckets of units, so that everything about a unit lies in one
 * partition, in order, while a population uses many. What is about no unit goes to bucket 0.
 */
public final class Buckets {
  /** How many buckets a population has. This never changes: it says where what is stored lies. */
  public static final int COUNT = 8;

  private static final String POPULATIONS = "populations/";

  private Buckets() {}

  /** Whether the batch is to be split. */
  public static boolean concern(Batch batch) {
    return batch.getScope().startsWith(POPULATIONS);
  }

  /** The bucket of a unit: the CRC-32C of its id in UTF-8, modulo {@link #COUNT}. */
  public static int of(String unit) {
    CRC32C crc = new CRC32C();
    byte[] bytes = unit.getBytes(UTF_8);
    crc.update(bytes, 0, bytes.length);
    return (int) (crc.getValue() % COUNT);
  }

  /**
   * One batch for each bucket, with the number of the whole, and with no event where none of its
   * units is concerned. Equal batches are split in the same way.
   */
  public static List<Batch> split(Batch batch) {
    List<Batch.Builder> parts = new ArrayList<>();
    for (int bucket = 0; bucket < COUNT; bucket++) {
      parts.add(batch.toBuilder().clearEvents().setScope(batch.getScope() + "/buckets/" + bucket));
    }
    for (Event event : batch.getEventsList()) {
      add(event, parts);
    }
    return parts.stream().map(Batch.Builder::build).toList();
  }

  private static void add(Event event, List<Batch.Builder> parts) {
    switch (event.getKindCase()) {
      case PREDICTIONS_OBSERVED ->
          divide(event, event.getPredictionsObserved().getUnitsList(), parts);
      case EXPOSURES_OBSERVED -> divide(event, event.getExposuresObserved().getUnitsList(), parts);
      case OUTCOMES_OBSERVED -> divide(event, event.getOutcomesObserved().getUnitsList(), parts);
      case UNIT_ERASED -> parts.get(of(event.getUnitErased().getUnit())).addEvents(event);
      default -> parts.get(0).addEvents(event);
    }
  }

  private static void divide(Event event, List<String> units, List<Batch.Builder> parts) {
    int[] sizes = new int[COUNT];
    int[][] rows = new int[COUNT][units.size()];
    for (int row = 0; row < units.size(); row++) {
      int bucket = of(units.get(row));
      rows[bucket][sizes[bucket]++] = row;
    }
    for (int bucket = 0; bucket < COUNT; bucket++) {
      if (sizes[bucket] > 0) {
        parts.get(bucket).addEvents(Rows.pick(event, Arrays.copyOf(rows[bucket], sizes[bucket])));
      }
    }
  }
}
