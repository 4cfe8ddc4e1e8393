package io.throughline.load.drive;

import io.grpc.Channel;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.load.mesh.LoadException;
import io.throughline.load.workload.ProducerName;
import io.throughline.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Runs a plan: opens the streams, makes batches due, waits until everything is acknowledged. */
public final class Driver implements AutoCloseable {
  private static final long LONGEST_PARK_NANOS = 1_000_000;
  private static final long LOOK_MILLIS = 100;
  private static final double LOWEST_SHARE = 0.1;

  private final Plan plan;
  private final Measurements measurements;
  private final List<EmitStream> streams = new ArrayList<>();
  private final List<Producer> producers = new ArrayList<>();
  private final AtomicReference<Throwable> fault = new AtomicReference<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "load-timer");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean stopped;

  /**
   * A driver that does nothing until {@link #run}.
   *
   * @param channels the connections to share out among the streams
   * @param ledgers gives each stream, by its number, what takes note of its traffic
   */
  public Driver(
      List<? extends Channel> channels,
      Plan plan,
      Workload workload,
      IntFunction<? extends Ledger> ledgers) {
    this.plan = plan;
    this.measurements = new Measurements(plan.warmUp().toNanos());
    List<ProducerName> names = plan.producerNames();
    names.forEach(name -> producers.add(new Producer(name)));
    int count = Math.min(plan.streams(), names.size());
    for (int i = 0; i < count; i++) {
      List<Producer> mine = new ArrayList<>();
      for (int p = i; p < producers.size(); p += count) {
        mine.add(producers.get(p));
      }
      streams.add(
          new EmitStream(
              JournalServiceGrpc.newStub(channels.get(i % channels.size())),
              workload,
              plan,
              ledgers.apply(i),
              measurements,
              timer,
              cause -> fault.compareAndSet(null, cause),
              mine));
    }
  }

  /** What has been measured so far. */
  public Measurements measurements() {
    return measurements;
  }

  /** Makes no more batches due; {@link #run} returns when the others are acknowledged. */
  public void stop() {
    stopped = true;
  }

  /**
   * Sends the plan's batches and waits until all are acknowledged.
   *
   * @throws LoadException when a batch is refused for good, or answers stay away for longer than
   *     the plan's patience after the last batch
   */
  public void run() throws InterruptedException {
    streams.forEach(EmitStream::open);
    var unused =
        timer.scheduleWithFixedDelay(
            () -> streams.forEach(EmitStream::breakSilence), 1, 1, TimeUnit.SECONDS);
    long end = measurements.start() + plan.duration().toNanos();
    if (plan.isClosed()) {
      sendAsTheWindowAllows(end);
    } else {
      sendOnSchedule(end);
      if (plan.dropLate()) {
        streams.forEach(EmitStream::dropUnsent);
      }
    }
    measurements.stopMeasuring();
    drain();
  }

  private void sendAsTheWindowAllows(long end) throws InterruptedException {
    long each =
        plan.batches().isPresent()
            ? (plan.batches().getAsLong() - 1) / producers.size() + 1
            : Long.MAX_VALUE / 4;
    streams.forEach(stream -> stream.becomeDueWhenSent(each));
    while (!isOver(end) && !streams.stream().allMatch(EmitStream::isDone)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    streams.forEach(EmitStream::withdraw);
  }

  private void sendOnSchedule(long end) {
    SplittableRandom random = new SplittableRandom(plan.seed());
    double meanGap = 1e9 / plan.rate().getAsDouble();
    double due = measurements.start();
    long most = plan.batches().orElse(Long.MAX_VALUE);
    for (long i = 0; i < most && due < end && !isOver(end); i++) {
      due += -Math.log(1 - random.nextDouble()) * meanGap / rampUp(due);
      for (long wait = (long) due - System.nanoTime();
          wait > 0 && !stopped;
          wait = (long) due - System.nanoTime()) {
        LockSupport.parkNanos(Math.min(wait, LONGEST_PARK_NANOS));
      }
      int next = (int) (i % producers.size());
      streams.get(next % streams.size()).becomeDue(producers.get(next), (long) due);
    }
  }

  /** The share of the rate: it rises during the warm-up, in which code is not compiled yet. */
  private double rampUp(double now) {
    if (plan.warmUp().isZero()) {
      return 1;
    }
    double warm = (now - measurements.start()) / plan.warmUp().toNanos();
    return Math.min(1, Math.max(LOWEST_SHARE, warm));
  }

  private boolean isOver(long end) {
    return stopped || fault.get() != null || System.nanoTime() >= end;
  }

  /** Waits as long as answers come. */
  private void drain() throws InterruptedException {
    long seen = measurements.acknowledged();
    long since = System.nanoTime();
    while (!streams.stream().allMatch(EmitStream::isDone)) {
      if (fault.get() != null) {
        throw new LoadException(fault.get().getMessage());
      }
      long now = System.nanoTime();
      if (measurements.acknowledged() > seen) {
        seen = measurements.acknowledged();
        since = now;
      }
      Duration silence = Duration.ofNanos(now - since);
      if (silence.compareTo(plan.patience().multipliedBy(2)) > 0) {
        throw new LoadException(
            "nothing was acknowledged for %d s; is the mesh there?".formatted(silence.toSeconds()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    if (fault.get() != null) {
      throw new LoadException(fault.get().getMessage());
    }
  }

  @Override
  public void close() {
    streams.forEach(EmitStream::close);
    timer.shutdownNow();
  }
}
