package io.throughline.load.workload;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.SeriesIdentity;
import java.util.SplittableRandom;

/** A wide sweep: every batch is a run with many parameters, one measured metric, and its end. */
final class Sweep implements Workload {
  private static final long START_MILLIS = 1_764_000_000_000L;

  private final long seed;
  private final int parameters;

  Sweep(long seed, int parameters) {
    this.seed = seed;
    this.parameters = parameters;
  }

  @Override
  public Batch batch(ProducerName producer, long number) {
    SplittableRandom random = Seeds.of(seed, producer.index(), number);
    String run = producer.run() + "-" + number;
    ParametersChosen.Builder chosen = ParametersChosen.newBuilder().setRun(run);
    for (int i = 0; i < parameters; i++) {
      chosen.addParameters(
          Parameter.newBuilder()
              .setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER)
              .setKey("parameter_%03d".formatted(i))
              .setNumber(random.nextDouble()));
    }
    return Batch.newBuilder()
        .setScope(producer.scope())
        .setProducer(producer.id())
        .setEpoch(1)
        .setNumber(number)
        .addEvents(
            Event.newBuilder().setRunStarted(RunStarted.newBuilder().setName(run).setStep("train")))
        .addEvents(Event.newBuilder().setParametersChosen(chosen))
        .addEvents(
            Event.newBuilder()
                .setPointsMeasured(
                    PointsMeasured.newBuilder()
                        .setSeries(SeriesIdentity.newBuilder().setRun(run).setMetric(Points.METRIC))
                        .addStepDeltas(number)
                        .addTimeDeltas(START_MILLIS + number)
                        .addValues(random.nextDouble())))
        .addEvents(
            Event.newBuilder()
                .setRunEnded(
                    RunEnded.newBuilder().setRun(run).setState(RunState.RUN_STATE_SUCCEEDED)))
        .build();
  }

  @Override
  public int pointsPerBatch() {
    return 1;
  }

  @Override
  public int eventsPerBatch() {
    return 4;
  }
}
