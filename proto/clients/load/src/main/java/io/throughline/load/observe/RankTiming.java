package io.throughline.load.observe;

import io.grpc.ManagedChannel;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.ScoresMeasured;
import io.throughline.selection.v1.RankCandidatesRequest;
import io.throughline.selection.v1.RankDirection;
import io.throughline.selection.v1.RankedMetric;
import io.throughline.selection.v1.Ranking;
import io.throughline.selection.v1.RankingServiceGrpc;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long it takes to choose among hundreds of models, by two metrics over as many units. */
final class RankTiming {
  static final int CANDIDATES = 300;
  private static final int UNITS = 341;
  private static final int TIMES = 5;
  private static final int BATCHES = 30;
  private static final long DEADLINE_SECONDS = 60;
  private static final List<String> METRICS = List.of("money_at_risk_usd", "squared_error");

  private final String experiment;

  RankTiming(String id) {
    this.experiment = "experiments/rank-" + id;
  }

  /** Tells of the models, and times the choice among them, in microseconds. */
  Histogram measure(Sending sending, ManagedChannel selection) throws InterruptedException {
    sending.send(
        Batch.newBuilder()
            .setScope(experiment)
            .addEvents(
                Event.newBuilder()
                    .setExperimentDeclared(ExperimentDeclared.newBuilder().setName(experiment)))
            .addEvents(
                Event.newBuilder()
                    .setDatasetDeclared(
                        DatasetDeclared.newBuilder().setName(dataset()).setUnitCount(UNITS)))
            .build());
    String position = sending.send(BATCHES, this::models);
    RankCandidatesRequest.Builder request =
        RankCandidatesRequest.newBuilder()
            .setExperiment(experiment)
            .setChampion(model(0))
            .setDataset(dataset())
            .setPosition(position);
    METRICS.forEach(
        metric ->
            request.addMetrics(
                RankedMetric.newBuilder()
                    .setMetric(metric)
                    .setDirection(RankDirection.RANK_DIRECTION_DECREASE)));
    Histogram times = new Histogram(3);
    for (int i = -1; i < TIMES; i++) {
      long start = System.nanoTime();
      Ranking unused =
          RankingServiceGrpc.newBlockingStub(selection)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .rankCandidates(request.build());
      if (i >= 0) {
        times.recordValue((System.nanoTime() - start) / 1000);
      }
    }
    return times;
  }

  private Batch models(int batch) {
    Batch.Builder events = Batch.newBuilder().setScope(experiment);
    for (int i = batch; i < CANDIDATES; i += BATCHES) {
      add(events, i);
    }
    return events.build();
  }

  /** Models that differ by less than their errors do, as the best ones of a sweep. */
  private void add(Batch.Builder events, int number) {
    String run = experiment + "/runs/r" + number;
    events
        .addEvents(
            Event.newBuilder().setRunStarted(RunStarted.newBuilder().setName(run).setStep("fit")))
        .addEvents(
            Event.newBuilder()
                .setDatasetUsed(
                    DatasetUsed.newBuilder()
                        .setRun(run)
                        .setDataset(dataset())
                        .setAccess(DatasetAccess.DATASET_ACCESS_READ)
                        .setRole(DatasetRole.DATASET_ROLE_SELECTION)))
        .addEvents(
            Event.newBuilder()
                .setModelProduced(
                    ModelProduced.newBuilder()
                        .setName(model(number))
                        .setRun(run)
                        .setDigest("sha256:%064x".formatted(number + 1))));
    for (String metric : METRICS) {
      Random shared = new Random(1);
      Random own = new Random(number);
      ScoresMeasured.Builder scores =
          ScoresMeasured.newBuilder()
              .setRun(run)
              .setModel(model(number))
              .setDataset(dataset())
              .setMetric(metric);
      for (int unit = 0; unit < UNITS; unit++) {
        scores
            .addUnits("sale-%04d".formatted(unit))
            .addValues(100 * Math.exp(shared.nextGaussian() + 0.1 * own.nextGaussian()));
      }
      events.addEvents(Event.newBuilder().setScoresMeasured(scores));
    }
  }

  private String model(int number) {
    return experiment + "/models/m" + number;
  }

  private String dataset() {
    return experiment + "/datasets/d";
  }
}
