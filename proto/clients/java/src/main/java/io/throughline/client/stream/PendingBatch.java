package io.throughline.client.stream;

import io.throughline.client.spill.Count;
import io.throughline.client.spill.Location;
import io.throughline.event.v1.Batch;

/** A batch that is not known to be in the journal. For the emitter's thread alone. */
final class PendingBatch {

  final long sequence;
  final Lane lane;

  /** Where it lies in the spill, or null. */
  final Location location;

  /** Its content, or null where only the spill has it. */
  Batch content;

  int bytes;

  /** The number that it was last sent under, or null. */
  Count sentAs;

  /** How often the server failed with it. */
  int failures;

  boolean done;

  PendingBatch(long sequence, Lane lane, Batch content, int bytes, Location location) {
    this.sequence = sequence;
    this.lane = lane;
    this.content = content;
    this.bytes = bytes;
    this.location = location;
  }
}
