package io.throughline.client;

import io.throughline.client.stream.Tally;
import java.util.List;

/**
 * What has become of what was told.
 *
 * @param acknowledgedBatches batches that the journal has
 * @param pendingBatches batches that wait for the journal, in memory or in the spill
 * @param pendingBytes the bytes of those
 * @param adoptedBatches batches that ended processes had left in the spill; they count as
 *     acknowledged or pending, too
 * @param droppedPoints points for which there was no room
 * @param droppedEvents other events for which there was no room
 * @param refusedEvents events that the journal refused for good
 * @param trouble why nothing is delivered at the moment; empty where all is well
 * @param faults what was refused, dropped or damaged, the last twenty
 */
public record EmitReport(
    long acknowledgedBatches,
    long pendingBatches,
    long pendingBytes,
    long adoptedBatches,
    long droppedPoints,
    long droppedEvents,
    long refusedEvents,
    String trouble,
    List<String> faults) {

  static EmitReport of(Tally tally) {
    return new EmitReport(
        tally.acknowledgedBatches.get(),
        tally.pendingBatches.get(),
        tally.pendingBytes.get(),
        tally.adoptedBatches.get(),
        tally.droppedPoints.sum(),
        tally.droppedEvents.get(),
        tally.refusedEvents.get(),
        tally.trouble(),
        tally.faults());
  }

  /** How many points and events will never be in the journal. */
  public long lost() {
    return droppedPoints + droppedEvents + refusedEvents;
  }
}
