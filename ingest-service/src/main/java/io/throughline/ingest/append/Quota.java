package io.throughline.ingest.append;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What each producer may send: a token bucket of bytes for each, which fills evenly. A batch may
 * overdraw its bucket, so that the largest one passes too; the next one then waits until the debt
 * is paid. It keeps a runaway producer from taking the room of the others; who takes a new id for
 * each batch is held by the replica's room alone.
 */
final class Quota {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MANY = 10_000;

  private final long bytesPerSecond;
  private final long burstNanos;
  private final LongSupplier clock;
  private int sweepAt = MANY;

  /** When each bucket that is not full will be, on the clock. */
  private final Map<Owner, Long> fullAt = new HashMap<>();

  private record Owner(String tenant, String producer) {}

  /**
   * Full buckets for everybody.
   *
   * @param clock in nanoseconds, from any beginning, never back
   */
  Quota(AppendLimits limits, LongSupplier clock) {
    this.bytesPerSecond = limits.producerBytesPerSecond();
    this.burstNanos = bytesPerSecond == 0 ? 0 : nanos(limits.producerBurstBytes());
    this.clock = clock;
  }

  /**
   * Takes bytes out of a producer's bucket.
   *
   * @throws Failure QUOTA_EXCEEDED where it is empty; then nothing is taken
   */
  void take(String tenant, String producer, long bytes) {
    if (bytesPerSecond == 0) {
      return;
    }
    long wait = debt(new Owner(tenant, producer), bytes);
    if (wait > 0) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_QUOTA_EXCEEDED,
              "Producer '%s' sends more than its quota of %d bytes a second; send again later."
                  .formatted(producer, bytesPerSecond))
          .with("bytes_per_second", Long.toString(bytesPerSecond))
          .retryAfter(Duration.ofNanos(wait).plusMillis(1));
    }
  }

  /** How many producers have a bucket that was not full when it was looked at last. */
  synchronized int size() {
    return fullAt.size();
  }

  private synchronized long debt(Owner owner, long bytes) {
    long now = clock.getAsLong();
    long untilFull = Math.max(0, fullAt.getOrDefault(owner, now) - now);
    if (untilFull > burstNanos) {
      return untilFull - burstNanos;
    }
    fullAt.put(owner, now + untilFull + nanos(bytes));
    if (fullAt.size() >= sweepAt) {
      fullAt.values().removeIf(full -> full - now <= 0);
      sweepAt = Math.max(MANY, 2 * fullAt.size());
    }
    return 0;
  }

  private long nanos(long bytes) {
    return (long) ((double) bytes / bytesPerSecond * NANOS);
  }
}
