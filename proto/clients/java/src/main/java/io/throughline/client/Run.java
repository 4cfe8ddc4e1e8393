package io.throughline.client;

import io.throughline.client.buffer.Series;
import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.FoldsMeasured;
import io.throughline.event.v1.InsightRecorded;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.ModelUsed;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.ScoresMeasured;
import io.throughline.event.v1.SeriesIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One execution of a pipeline or of a step of it. What a step chose, measured and made is told here
 * while the step does its work; no call waits for the journal. Closing it ends it: it has
 * succeeded, unless {@link #fail} or {@link #abort} has said otherwise. Safe for use by several
 * threads.
 */
public final class Run implements AutoCloseable {

  private static final int LONGEST_MESSAGE = 4000;

  private final Scope scope;
  private final String name;
  private final Map<String, Series> series = new ConcurrentHashMap<>();
  private final Set<String> models = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ended = new AtomicBoolean();

  private Run(Scope scope, String name) {
    this.scope = scope;
    this.name = name;
  }

  static Run begin(Scope scope, String name, String parent, String step) {
    Run run = new Run(scope, name);
    run.emit(
        Event.newBuilder()
            .setRunStarted(RunStarted.newBuilder().setName(name).setParent(parent).setStep(step)));
    return run;
  }

  <T> T execute(Function<Run, T> work) {
    try {
      T result = work.apply(this);
      close();
      return result;
    } catch (RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  /** Its name, {@code experiments/{experiment}/runs/{run}}. */
  public String name() {
    return name;
  }

  /** Begins a step as a run of its own within this one; its id is this run's with the step's. */
  public Run step(String step) {
    return begin(scope, name + "." + step, name, step);
  }

  /** Begins a step that comes several times; the variant tells its executions apart. */
  public Run step(String step, String variant) {
    return begin(scope, name + "." + variant, name, step);
  }

  /** Executes a step as a run of its own; it has failed where the work throws. */
  public <T> T step(String step, Function<Run, T> work) {
    return step(step).execute(work);
  }

  /** Executes a step that comes several times; it has failed where the work throws. */
  public <T> T step(String step, String variant, Function<Run, T> work) {
    return step(step, variant).execute(work);
  }

  /** A setting of the learning algorithm: a number (not NaN), a switch, or anything's text. */
  public void parameter(String key, Object value) {
    hyperparameters(Map.of(key, value));
  }

  /** The settings of the learning algorithm. */
  public void hyperparameters(Map<String, ?> settings) {
    parameters(ParameterKind.PARAMETER_KIND_HYPERPARAMETER, settings);
  }

  /**
   * Something that somebody chose.
   *
   * @param values numbers (not NaN), switches or, of anything else, its text, by key
   */
  public void parameters(ParameterKind kind, Map<String, ?> values) {
    emit(Event.newBuilder().setParametersChosen(ParameterValues.chosen(name, kind, values)));
  }

  /** Tells that the run read a dataset, and what for. */
  public void reads(String dataset, DatasetRole role) {
    uses(dataset, DatasetAccess.DATASET_ACCESS_READ, role);
  }

  /** Tells that the run wrote a dataset. */
  public void writes(String dataset) {
    uses(dataset, DatasetAccess.DATASET_ACCESS_WRITTEN, DatasetRole.DATASET_ROLE_UNSPECIFIED);
  }

  /** Tells that the run used a model: to evaluate it, to explain it, to start from it. */
  public void uses(String model) {
    emit(Event.newBuilder().setModelUsed(ModelUsed.newBuilder().setRun(name).setModel(model)));
  }

  /**
   * Tells that the run produced a model. It gets the run's own id; a run that produces several
   * names each of the others.
   *
   * @param model sets the algorithm, the digest and what else there is to say
   * @return the model's name
   * @throws IllegalStateException where the run has produced a model of that name
   */
  public String produces(Consumer<ModelProduced.Builder> model) {
    ModelProduced.Builder produced =
        ModelProduced.newBuilder().setName(resource("models", "")).setRun(name);
    model.accept(produced);
    if (!models.add(produced.getName())) {
      throw new IllegalStateException(
          "'%s' has produced '%s' already; give each model of a run its own name (setName)"
              .formatted(name, produced.getName()));
    }
    emit(Event.newBuilder().setModelProduced(produced));
    return produced.getName();
  }

  /** A number that the run measured once. */
  public void metric(String metric, double value) {
    metric(metric, 0, value);
  }

  /**
   * A number that the run measures again and again: a point of its series. Waits for nobody: where
   * there is no room the point is dropped, and counted.
   */
  public void metric(String metric, long step, double value) {
    Series known = series.get(metric);
    scope.add(known == null ? series(metric) : known, step, value);
  }

  /** What a cross-validation measured of a model; the columns in {@code folds} are set here. */
  public void folds(
      String model, String dataset, String metric, Consumer<FoldsMeasured.Builder> folds) {
    FoldsMeasured.Builder measured =
        FoldsMeasured.newBuilder()
            .setRun(name)
            .setModel(model)
            .setDataset(dataset)
            .setMetric(metric);
    folds.accept(measured);
    emit(Event.newBuilder().setFoldsMeasured(measured));
  }

  /**
   * A metric of a model for every unit of a dataset.
   *
   * @param values one for each of the units, in their order
   */
  public void scores(
      String model, String dataset, String metric, List<String> units, List<Double> values) {
    emit(
        Event.newBuilder()
            .setScoresMeasured(
                ScoresMeasured.newBuilder()
                    .setRun(name)
                    .setModel(model)
                    .setDataset(dataset)
                    .setMetric(metric)
                    .addAllUnits(units)
                    .addAllValues(values)));
  }

  /**
   * Something that was understood.
   *
   * @param id the insight's id within the run
   * @param insight sets the type, the text and what else there is to say
   * @return its name
   */
  public String insight(String id, Consumer<InsightRecorded.Builder> insight) {
    String insightName = resource("insights", "." + id);
    InsightRecorded.Builder recorded =
        InsightRecorded.newBuilder().setName(insightName).setRun(name);
    insight.accept(recorded);
    emit(Event.newBuilder().setInsightRecorded(recorded));
    return insightName;
  }

  /**
   * A plotly figure.
   *
   * @param id the figure's id within the run
   * @param model the model that it shows, or empty
   * @param plotlyJson at most 128 MiB
   * @return its name
   */
  public String figure(String id, String title, String model, String plotlyJson) {
    return figure(
        id,
        title,
        model,
        "application/vnd.plotly.v1+json",
        plotlyJson.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A figure of any kind that the contract knows; a large one travels in chunks.
   *
   * @param mediaType {@code application/vnd.plotly.v1+json}, {@code image/png} or {@code
   *     image/svg+xml}
   * @param content at most 128 MiB
   * @return its name
   */
  public String figure(String id, String title, String model, String mediaType, byte[] content) {
    String figureName = resource("figures", "." + id);
    FigureEvents.of(
            FigureDrawn.newBuilder()
                .setName(figureName)
                .setRun(name)
                .setModel(model)
                .setTitle(title)
                .setMediaType(mediaType),
            content)
        .forEach(this::emit);
    return figureName;
  }

  /** Ends it as failed, with the reason. */
  public void fail(Throwable cause) {
    end(RunState.RUN_STATE_FAILED, String.valueOf(cause.getMessage()));
  }

  /** Ends it as ended by somebody's wish. */
  public void abort(String reason) {
    end(RunState.RUN_STATE_ABORTED, reason);
  }

  /** Ends it as succeeded, where it has not ended. Does not wait: see {@link Emitter#flush()}. */
  @Override
  public void close() {
    end(RunState.RUN_STATE_SUCCEEDED, "");
  }

  /** Emits an event of a kind that has no method of its own here. */
  public void emit(Event.Builder event) {
    scope.add(event);
  }

  private void uses(String dataset, DatasetAccess access, DatasetRole role) {
    emit(
        Event.newBuilder()
            .setDatasetUsed(
                DatasetUsed.newBuilder()
                    .setRun(name)
                    .setDataset(dataset)
                    .setAccess(access)
                    .setRole(role)));
  }

  private Series series(String metric) {
    return series.computeIfAbsent(
        metric,
        key -> scope.series(SeriesIdentity.newBuilder().setRun(name).setMetric(key).build()));
  }

  private void end(RunState state, String message) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    String shortened = message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    emit(
        Event.newBuilder()
            .setRunEnded(RunEnded.newBuilder().setRun(name).setState(state).setMessage(shortened)));
  }

  private String resource(String collection, String suffix) {
    return name.replaceFirst("/runs/", "/" + collection + "/") + suffix;
  }
}
