package io.throughline.load.reading;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceStub;
import io.throughline.load.drive.Measurements;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Twenty times a second takes the batch that was acknowledged last, and measures how long it takes
 * from the moment that batch was due until a read that carries its position is answered. Probes go
 * out on schedule, whether earlier ones are answered or not.
 */
public final class Freshness implements AutoCloseable {
  private static final long HIGHEST_MICROS = TimeUnit.HOURS.toMicros(2);
  private static final int DIGITS = 3;
  private static final long INTERVAL_MILLIS = 50;
  private static final int MOST_UNANSWERED = 1000;
  private static final int DEADLINE_SECONDS = 60;

  private final ProjectionServiceStub projection;
  private final Measurements measurements;
  private final long from;
  private final ConcurrentHistogram ages = new ConcurrentHistogram(HIGHEST_MICROS, DIGITS);
  private final AtomicInteger unanswered = new AtomicInteger();
  private final AtomicLong failures = new AtomicLong();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "freshness");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Probes a load while it runs.
   *
   * @param warmUpNanos for how long nothing is measured
   */
  public Freshness(Channel lineage, Measurements measurements, long warmUpNanos) {
    this.projection = ProjectionServiceGrpc.newStub(lineage);
    this.measurements = measurements;
    this.from = measurements.start() + warmUpNanos;
  }

  /** Begins to probe. */
  public Freshness start() {
    var unused = timer.scheduleAtFixedRate(this::probe, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  private void probe() {
    Measurements.Latest latest = measurements.latest();
    if (latest == null || latest.due() < from || unanswered.get() > MOST_UNANSWERED) {
      return;
    }
    unanswered.incrementAndGet();
    projection
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .getProjection(
            GetProjectionRequest.newBuilder().setPosition(latest.position()).build(),
            new Answer(latest.due()));
  }

  /** From the moment a batch was due until it could be read, in microseconds. */
  public Histogram ages() {
    return ages;
  }

  /** How many probes got no answer. */
  public long failures() {
    return failures.get();
  }

  /** Probes no more; what is unanswered counts as a failure no longer. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  private final class Answer implements StreamObserver<Projection> {
    private final long due;

    Answer(long due) {
      this.due = due;
    }

    @Override
    public void onNext(Projection answer) {
      ages.recordValue(
          Math.min(HIGHEST_MICROS, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due)));
    }

    @Override
    public void onError(Throwable fault) {
      unanswered.decrementAndGet();
      failures.incrementAndGet();
    }

    @Override
    public void onCompleted() {
      unanswered.decrementAndGet();
    }
  }
}
