package io.throughline.server.position;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.util.Map;

/**
 * Where one batch lies in the journal.
 *
 * @param partition its partition, from 0
 * @param position its place in the partition, from 1
 */
public record BatchPosition(int partition, long position) {

  /**
   * Parses the position that a batch's acknowledgement gave.
   *
   * @throws Failure POSITION_INVALID where it is none, or that of several batches
   */
  public static BatchPosition parse(String text) {
    try {
      Map<Integer, Long> components = Position.parse(text).components();
      if (components.size() == 1) {
        Map.Entry<Integer, Long> only = components.entrySet().iterator().next();
        return new BatchPosition(only.getKey(), only.getValue());
      }
    } catch (IllegalArgumentException e) {
      // Refused below, as one that has more or fewer components.
    }
    throw Failure.of(
        ErrorReason.ERROR_REASON_POSITION_INVALID,
        "position: must be the position of one batch, as its acknowledgement gave it");
  }

  @Override
  public String toString() {
    return partition + ":" + position;
  }
}
