package io.throughline.lineage.search;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.produced;
import static io.throughline.lineage.testing.Events.read;
import static io.throughline.lineage.testing.Events.tagged;

import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DeploymentRetired;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.testing.Events;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs at random, as models for the reference evaluator and as events for the graph. */
final class RunStory {
  static final String PRODUCTION = "environments/production";
  private static final long EPOCH = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();

  final List<RunModel> runs = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  final List<Event> deployments = new ArrayList<>();
  private final String scope;
  private final Random random;

  RunStory(String scope, int count, long seed) {
    this.scope = scope;
    this.random = new Random(seed);
    for (int d = 0; d < 3; d++) {
      DatasetDeclared.Builder declared =
          DatasetDeclared.newBuilder().setName(scope + "/datasets/d" + d).setVersion("1");
      events.add(
          Event.newBuilder()
              .setDatasetDeclared(d == 0 ? declared : declared.setDigest("sha256:d" + d))
              .build());
    }
    for (int i = 0; i < count; i++) {
      RunModel run = new RunModel(scope, i == 0 ? "root" : "run-" + i);
      runs.add(run);
      tell(run, i);
    }
  }

  private void tell(RunModel run, int i) {
    if (maybe(0.9)) {
      start(run, i);
    } else {
      events.add(tagged(run.name(), "mentioned", "only"));
      run.tags.put("mentioned", "only");
    }
    parameters(run);
    if (maybe(0.5)) {
      tag(run, "team", one("a", "b", "it's", "100%", "x_y"));
    }
    if (maybe(0.2)) {
      tag(run, "odd key", one("a", "Ärger", ""));
    }
    if (maybe(0.8)) {
      series(run, "loss", "");
    }
    if (maybe(0.2)) {
      series(run, "loss", scope + "/datasets/d1");
    }
    if (maybe(0.3)) {
      series(run, "val/acc", "");
    }
    datasets(run);
    if (maybe(0.4)) {
      model(run, i);
    }
  }

  private void start(RunModel run, int i) {
    run.step = one("train", "Train", "evaluate", "");
    run.displayName = one("", "a", "Run-x", "100%");
    run.parent = i > 0 && maybe(0.3) ? scope + "/runs/root" : "";
    long start = EPOCH + 60 * random.nextInt(20);
    run.start = time(start);
    run.state = RunState.RUN_STATE_RUNNING_VALUE;
    events.add(
        at(
            start,
            Event.newBuilder()
                .setRunStarted(
                    RunStarted.newBuilder()
                        .setName(run.name())
                        .setParent(run.parent)
                        .setStep(run.step)
                        .setDisplayName(run.displayName))
                .build()));
    if (maybe(0.6)) {
      long end = start + one(0, 60, 90, 600);
      run.end = time(end);
      run.state = one(2, 3, 4);
      run.message = run.state == 3 ? one("", "a", "out of memory") : "";
      events.add(
          at(
              end,
              Event.newBuilder()
                  .setRunEnded(
                      RunEnded.newBuilder()
                          .setRun(run.name())
                          .setStateValue(run.state)
                          .setMessage(run.message))
                  .build()));
    }
  }

  private void parameters(RunModel run) {
    if (maybe(0.8)) {
      parameter(run, ParameterKind.PARAMETER_KIND_HYPERPARAMETER, "depth", one(1.0, 2.0, 6.0, 0.5));
    }
    if (maybe(0.2)) {
      parameter(run, ParameterKind.PARAMETER_KIND_ADJUSTMENT, "depth", one("6", "a", "0.25"));
    }
    if (maybe(0.7)) {
      parameter(
          run,
          ParameterKind.PARAMETER_KIND_CODE,
          "family",
          one("a", "b", "train", "2", "100%", "x".repeat(300), "x".repeat(300) + "y"));
    }
  }

  private void parameter(RunModel run, ParameterKind kind, String key, Object value) {
    run.parameters.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    Parameter.Builder parameter = Parameter.newBuilder().setKind(kind).setKey(key);
    events.add(
        Event.newBuilder()
            .setParametersChosen(
                ParametersChosen.newBuilder()
                    .setRun(run.name())
                    .addParameters(
                        value instanceof Double number
                            ? parameter.setNumber(number)
                            : parameter.setText((String) value)))
            .build());
  }

  private void tag(RunModel run, String key, String value) {
    run.tags.put(key, value);
    events.add(tagged(run.name(), key, value));
  }

  private void series(RunModel run, String metric, String dataset) {
    double[] values = new double[1 + random.nextInt(4)];
    double[][] points = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          one(-1.0, 0.0, 0.25, 0.5, 1.0, Double.NaN, Double.POSITIVE_INFINITY, 4.9e-324, 0.1);
      points[i] = point(i + 1, 1_000L * i, values[i]);
    }
    run.metrics.computeIfAbsent(metric, m -> new ArrayList<>()).add(values);
    events.add(measured(identity(run, metric).toBuilder().setDataset(dataset).build(), points));
    // A fold and a segment do not count.
    events.add(measured(identity(run, metric).toBuilder().setFold(1).build(), point(1, 1, 0.5)));
    events.add(measured(identity(run, metric).toBuilder().setSegment("s").build(), point(1, 1, 2)));
  }

  private static SeriesIdentity identity(RunModel run, String metric) {
    return Events.series(run.name(), metric);
  }

  private void datasets(RunModel run) {
    for (int d = 0; d < 3; d++) {
      if (maybe(0.25)) {
        boolean judged = maybe(0.5);
        run.datasets.add(
            new RunModel.Used(
                "d" + d, d == 0 ? "" : "sha256:d" + d, judged ? "judgement" : "training"));
        events.add(
            read(
                run.name(),
                scope + "/datasets/d" + d,
                judged ? DatasetRole.DATASET_ROLE_JUDGEMENT : DatasetRole.DATASET_ROLE_TRAINING));
      }
    }
  }

  private void model(RunModel run, int i) {
    String model = scope + "/models/m-" + i;
    run.models.add(model);
    events.add(produced(model, run.name()));
    if (maybe(0.4)) {
      boolean live = maybe(0.5);
      run.environments.put("production", live);
      String deployment = PRODUCTION + "/deployments/" + scope.hashCode() + "-" + i;
      deployments.add(
          Event.newBuilder()
              .setModelDeployed(
                  ModelDeployed.newBuilder()
                      .setName(deployment)
                      .setModel(model)
                      .setPhaseValue(4)
                      .setTrafficShare(1))
              .build());
      if (!live) {
        deployments.add(
            Event.newBuilder()
                .setDeploymentRetired(
                    DeploymentRetired.newBuilder().setDeployment(deployment).setReason("old"))
                .build());
      }
    }
  }

  private boolean maybe(double probability) {
    return random.nextDouble() < probability;
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }

  private static OffsetDateTime time(long seconds) {
    return Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
  }
}
