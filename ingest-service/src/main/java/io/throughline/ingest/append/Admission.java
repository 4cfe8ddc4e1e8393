package io.throughline.ingest.append;

import io.throughline.event.v1.Batch;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Admits batches by their size alone, before anything is done for them: within the producer's
 * quota, and into the room that the replica has, which a batch holds until its outcome is known.
 */
final class Admission {
  /** What a batch takes beside its bytes, about. */
  static final int OVERHEAD = 1024;

  private static final int LONGEST_PRODUCER = 128;

  private final Quota quota;
  private final Room room;

  Admission(AppendLimits limits, Room room) {
    this.quota = new Quota(limits, System::nanoTime);
    this.room = room;
  }

  /**
   * Does the work for a batch, where it is admitted.
   *
   * @return the outcome of the work
   * @throws io.throughline.server.status.Failure QUOTA_EXCEEDED or OVERLOADED, both with a time to
   *     retry; or what the work throws
   */
  CompletableFuture<Outcome> admit(
      String tenant, Batch batch, Supplier<CompletableFuture<Outcome>> work) {
    long size = (long) batch.getSerializedSize() + OVERHEAD;
    quota.take(tenant, producer(batch), size);
    room.take(size);
    try {
      return work.get().whenComplete((outcome, failure) -> room.give(size));
    } catch (RuntimeException e) {
      room.give(size);
      throw e;
    }
  }

  /** The producer as far as it may be remembered: nothing has checked the batch yet. */
  private static String producer(Batch batch) {
    String producer = batch.getProducer();
    return producer.substring(0, Math.min(producer.length(), LONGEST_PRODUCER));
  }
}
