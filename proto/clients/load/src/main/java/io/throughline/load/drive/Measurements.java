package io.throughline.load.drive;

import io.throughline.ingest.v1.Acknowledgement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What a load measures while it runs. Thread-safe. */
public final class Measurements {
  private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(2);
  private static final int DIGITS = 3;
  private static final int MOST_SECONDS = 7200;

  private final ConcurrentHistogram latencies = new ConcurrentHistogram(HIGHEST_MICROS, DIGITS);
  private final AtomicLongArray bySecond = new AtomicLongArray(MOST_SECONDS);
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong measured = new AtomicLong();
  private final LongAdder duplicates = new LongAdder();
  private final LongAdder breaks = new LongAdder();
  private final LongAdder withoutRetryInfo = new LongAdder();
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final Map<Integer, Long> heads = new ConcurrentHashMap<>();
  private final long start = System.nanoTime();
  private final long from;
  private volatile long until = Long.MAX_VALUE;
  private volatile long last = start;
  private volatile Latest latest;

  /**
   * The batch that was acknowledged last.
   *
   * @param position its position
   * @param due since when it was due, as {@link System#nanoTime}
   */
  public record Latest(String position, long due) {}

  Measurements(long warmUpNanos) {
    from = start + warmUpNanos;
  }

  /** What comes later is counted, but not measured. */
  void stopMeasuring() {
    until = System.nanoTime();
  }

  void acknowledged(Acknowledgement acknowledgement, long due) {
    long now = System.nanoTime();
    last = now;
    acknowledged.incrementAndGet();
    int second = (int) Math.min(MOST_SECONDS - 1L, TimeUnit.NANOSECONDS.toSeconds(now - start));
    bySecond.incrementAndGet(second);
    if (now >= from && now <= until) {
      measured.incrementAndGet();
    }
    if (due >= from && due <= until) {
      latencies.recordValue(Math.min(HIGHEST_MICROS, TimeUnit.NANOSECONDS.toMicros(now - due)));
    }
    if (acknowledgement.getDuplicate()) {
      duplicates.increment();
    }
    String position = acknowledgement.getPosition();
    int colon = position.indexOf(':');
    heads.merge(
        Integer.valueOf(position.substring(0, colon)),
        Long.valueOf(position.substring(colon + 1)),
        Math::max);
    latest = new Latest(position, due);
  }

  void acknowledgedAgain() {
    duplicates.increment();
  }

  void refused(String code, boolean hasRetryInfo) {
    refusals.computeIfAbsent(code, any -> new LongAdder()).increment();
    if (!hasRetryInfo) {
      withoutRetryInfo.increment();
    }
  }

  void broken() {
    breaks.increment();
  }

  /** How many batches are acknowledged. */
  public long acknowledged() {
    return acknowledged.get();
  }

  /** Acknowledged batches a second, after the warm-up and while batches were sent. */
  public double batchesPerSecond() {
    long end = Math.min(until, last);
    return measured.get() / (Math.max(1, end - from) / 1e9);
  }

  /** The most batches that were acknowledged in a second, as the mean of three in a row. */
  public double peak() {
    long most = 0;
    for (int i = 0; i + 2 < MOST_SECONDS; i++) {
      most = Math.max(most, bySecond.get(i) + bySecond.get(i + 1) + bySecond.get(i + 2));
    }
    return most / 3.0;
  }

  /** From the moment a batch was due to its acknowledgement, in microseconds. */
  public Histogram latencies() {
    return latencies;
  }

  /** Acknowledgements of batches that the journal held already. */
  public long duplicates() {
    return duplicates.sum();
  }

  /** How often a stream broke. */
  public long breaks() {
    return breaks.sum();
  }

  /** Refusals by their code. */
  public Map<String, Long> refusals() {
    return refusals.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
  }

  /** How many refusals for now said not when to try again. */
  public long refusalsWithoutRetryInfo() {
    return withoutRetryInfo.sum();
  }

  /** The position after everything that is acknowledged. */
  public String position() {
    return heads.entrySet().stream()
        .map(head -> head.getKey() + ":" + head.getValue())
        .collect(Collectors.joining(","));
  }

  /** The batch that was acknowledged last, or null. */
  public Latest latest() {
    return latest;
  }

  /** Since when it runs, as {@link System#nanoTime}. */
  public long start() {
    return start;
  }
}
