package io.throughline.load.rebuild;

import io.grpc.Channel;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Tag;
import io.throughline.event.v1.TagsChanged;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Appends runs and points to a journal, over several experiments at once. */
final class Filling {
  /** The events of one run, which are one batch. */
  static final int EVENTS_PER_RUN = 6;

  /** The points of one batch. */
  static final int POINTS_PER_BATCH = 1_000;

  private static final int EXPERIMENTS = 16;
  private static final int PARAMETERS = 5;
  private static final int SERIES = 10;

  private final Channel journal;
  private final String name = UUID.randomUUID().toString();

  Filling(Channel journal) {
    this.journal = journal;
  }

  /** Appends so many runs; the position after them. */
  String runs(int count) throws InterruptedException {
    return append("runs", count / EXPERIMENTS, experiment -> this::run);
  }

  /** Appends about so many points; the position after them. */
  String points(int count) throws InterruptedException {
    return append("points", count / POINTS_PER_BATCH / EXPERIMENTS, experiment -> this::points);
  }

  private interface Story {
    Batch.Builder batch(String experiment, int number);
  }

  private String append(String producer, int batches, IntFunction<Story> stories)
      throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(EXPERIMENTS);
    try {
      List<Future<String>> positions = new ArrayList<>();
      for (int e = 0; e < EXPERIMENTS; e++) {
        Story story = stories.apply(e);
        String experiment = "experiments/rebuild-" + name + "-" + e;
        positions.add(workers.submit(() -> append(producer, batches, experiment, story)));
      }
      List<String> merged = new ArrayList<>();
      for (Future<String> position : positions) {
        merged.add(position.get());
      }
      return merged.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(","));
    } catch (ExecutionException e) {
      throw new IllegalStateException("the journal cannot be filled", e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private String append(String producer, int batches, String experiment, Story story) {
    JournalServiceGrpc.JournalServiceBlockingStub stub =
        JournalServiceGrpc.newBlockingStub(journal);
    String position = "";
    for (int i = 1; i <= batches; i++) {
      Batch batch =
          story
              .batch(experiment, i)
              .setScope(experiment)
              .setProducer(producer + "-" + name)
              .setEpoch(1)
              .setNumber(i)
              .build();
      position =
          stub.append(AppendRequest.newBuilder().setBatch(batch).build())
              .getAcknowledgement()
              .getPosition();
    }
    return position;
  }

  private Batch.Builder run(String experiment, int number) {
    String run = experiment + "/runs/r" + number;
    ParametersChosen.Builder chosen = ParametersChosen.newBuilder().setRun(run);
    for (int i = 0; i < PARAMETERS; i++) {
      chosen.addParameters(
          Parameter.newBuilder()
              .setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER)
              .setKey("p" + i)
              .setNumber(number % 97 + i));
    }
    return Batch.newBuilder()
        .addEvents(
            Event.newBuilder().setRunStarted(RunStarted.newBuilder().setName(run).setStep("train")))
        .addEvents(Event.newBuilder().setParametersChosen(chosen))
        .addEvents(
            Event.newBuilder()
                .setDatasetUsed(
                    DatasetUsed.newBuilder()
                        .setRun(run)
                        .setDataset(experiment + "/datasets/d" + number % 10)
                        .setAccess(DatasetAccess.DATASET_ACCESS_READ)
                        .setRole(DatasetRole.DATASET_ROLE_TRAINING)))
        .addEvents(
            Event.newBuilder()
                .setModelProduced(
                    ModelProduced.newBuilder()
                        .setName(experiment + "/models/m" + number)
                        .setRun(run)))
        .addEvents(
            Event.newBuilder()
                .setTagsChanged(
                    TagsChanged.newBuilder()
                        .setSubject(run)
                        .addSet(Tag.newBuilder().setKey("team").setValue("t" + number % 7))))
        .addEvents(
            Event.newBuilder()
                .setRunEnded(
                    RunEnded.newBuilder().setRun(run).setState(RunState.RUN_STATE_SUCCEEDED)));
  }

  private Batch.Builder points(String experiment, int number) {
    Random random = new Random(number);
    PointsMeasured.Builder points =
        PointsMeasured.newBuilder()
            .setSeries(
                SeriesIdentity.newBuilder()
                    .setRun(experiment + "/runs/measured")
                    .setMetric("metric-" + number % SERIES))
            .addStepDeltas((long) number * POINTS_PER_BATCH)
            .addTimeDeltas(1_700_000_000_000L + number * 1_000L)
            .addValues(random.nextDouble());
    for (int i = 1; i < POINTS_PER_BATCH; i++) {
      points.addStepDeltas(1).addTimeDeltas(1).addValues(random.nextDouble());
    }
    return Batch.newBuilder().addEvents(Event.newBuilder().setPointsMeasured(points));
  }
}
