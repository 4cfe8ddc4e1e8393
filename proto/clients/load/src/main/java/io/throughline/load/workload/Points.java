package io.throughline.load.workload;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.SeriesIdentity;
import java.util.SplittableRandom;

/**
 * A training loop that logs its loss: one series a producer, a point a step, about a second apart.
 * The values have full mantissas, as measured ones have, so that nothing compresses better than it
 * would in life.
 */
final class Points implements Workload {
  static final String METRIC = "loss";
  private static final long START_MILLIS = 1_764_000_000_000L;
  private static final int STEP_MILLIS = 1000;
  private static final int JITTER_MILLIS = 60;

  private final long seed;
  private final int events;
  private final int size;

  /**
   * @param events events a batch
   * @param size points an event
   */
  Points(long seed, int events, int size) {
    this.seed = seed;
    this.events = events;
    this.size = size;
  }

  @Override
  public Batch batch(ProducerName producer, long number) {
    Batch.Builder batch =
        Batch.newBuilder()
            .setScope(producer.scope())
            .setProducer(producer.id())
            .setEpoch(1)
            .setNumber(number);
    if (number == 1) {
      batch.addEvents(
          Event.newBuilder()
              .setRunStarted(RunStarted.newBuilder().setName(producer.run()).setStep("train")));
    }
    SplittableRandom random = Seeds.of(seed, producer.index(), number);
    for (int i = 0; i < events; i++) {
      long firstStep = ((number - 1) * events + i) * size;
      batch.addEvents(Event.newBuilder().setPointsMeasured(points(producer, firstStep, random)));
    }
    return batch.build();
  }

  private PointsMeasured points(ProducerName producer, long firstStep, SplittableRandom random) {
    PointsMeasured.Builder points =
        PointsMeasured.newBuilder()
            .setSeries(SeriesIdentity.newBuilder().setRun(producer.run()).setMetric(METRIC));
    long before = 0;
    for (int i = 0; i < size; i++) {
      long step = firstStep + i;
      long time = START_MILLIS + step * STEP_MILLIS + random.nextInt(JITTER_MILLIS);
      points.addStepDeltas(i == 0 ? step : 1);
      points.addTimeDeltas(time - before);
      points.addValues(0.1 + 1.0 / (1 + 1e-4 * step) + 0.01 * random.nextDouble());
      before = time;
    }
    return points.build();
  }

  @Override
  public int pointsPerBatch() {
    return events * size;
  }

  @Override
  public int eventsPerBatch() {
    return events;
  }
}
