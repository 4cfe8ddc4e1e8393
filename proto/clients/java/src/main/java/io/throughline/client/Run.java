package io.throughline.client;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.FoldsMeasured;
import io.throughline.event.v1.InsightRecorded;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.ModelUsed;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.ScoresMeasured;
import io.throughline.event.v1.SeriesIdentity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One execution of a pipeline or of a step of it. What a step chose, measured and made is told here
 * while the step does its work.
 */
public final class Run {

  private static final int LONGEST_MESSAGE = 4000;

  private final Scope scope;
  private final String name;

  private Run(Scope scope, String name) {
    this.scope = scope;
    this.name = name;
  }

  static <T> T execute(
      Scope scope, String name, String parent, String step, Function<Run, T> work) {
    Run run = new Run(scope, name);
    run.emit(
        Event.newBuilder()
            .setRunStarted(RunStarted.newBuilder().setName(name).setParent(parent).setStep(step)));
    T result;
    try {
      result = work.apply(run);
    } catch (RuntimeException | Error e) {
      run.failed(e);
      throw e;
    }
    run.end(RunState.RUN_STATE_SUCCEEDED, "");
    scope.flush();
    return result;
  }

  /** Its name, {@code experiments/{experiment}/runs/{run}}. */
  public String name() {
    return name;
  }

  /** Executes a step as a run of its own within this one; its id is this run's with the step's. */
  public <T> T step(String step, Function<Run, T> work) {
    return execute(scope, name + "." + step, name, step, work);
  }

  /** Executes a step that comes several times; the variant tells its executions apart. */
  public <T> T step(String step, String variant, Function<Run, T> work) {
    return execute(scope, name + "." + variant, name, step, work);
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
    ParametersChosen.Builder chosen = ParametersChosen.newBuilder().setRun(name);
    new TreeMap<>(values)
        .forEach((key, value) -> chosen.addParameters(parameter(kind, key, value)));
    emit(Event.newBuilder().setParametersChosen(chosen));
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
   * Tells that the run produced a model, which gets the run's own id.
   *
   * @param model sets the algorithm, the digest and what else there is to say
   * @return the model's name
   */
  public String produces(Consumer<ModelProduced.Builder> model) {
    String modelName = resource("models", "");
    ModelProduced.Builder produced = ModelProduced.newBuilder().setName(modelName).setRun(name);
    model.accept(produced);
    emit(Event.newBuilder().setModelProduced(produced));
    return modelName;
  }

  /** A number that the run measured once. */
  public void metric(String metric, double value) {
    metric(metric, 0, value);
  }

  /** A number that the run measures again and again: a point of its series. */
  public void metric(String metric, long step, double value) {
    emit(
        Event.newBuilder()
            .setPointsMeasured(
                PointsMeasured.newBuilder()
                    .setSeries(SeriesIdentity.newBuilder().setRun(name).setMetric(metric))
                    .addStepDeltas(step)
                    .addTimeDeltas(scope.now().toEpochMilli())
                    .addValues(value)));
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
   * A plotly figure, at most 1 MiB of JSON.
   *
   * @param id the figure's id within the run
   * @param model the model that it shows, or empty
   * @return its name
   */
  public String figure(String id, String title, String model, String plotlyJson) {
    String figureName = resource("figures", "." + id);
    emit(
        Event.newBuilder()
            .setFigureDrawn(
                FigureDrawn.newBuilder()
                    .setName(figureName)
                    .setRun(name)
                    .setModel(model)
                    .setTitle(title)
                    .setMediaType("application/vnd.plotly.v1+json")
                    .setContent(ByteString.copyFromUtf8(plotlyJson))));
    return figureName;
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

  private void failed(Throwable cause) {
    try {
      String message = String.valueOf(cause.getMessage());
      end(
          RunState.RUN_STATE_FAILED,
          message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
      scope.flush();
    } catch (EmitException e) {
      cause.addSuppressed(e);
    }
  }

  private void end(RunState state, String message) {
    emit(
        Event.newBuilder()
            .setRunEnded(RunEnded.newBuilder().setRun(name).setState(state).setMessage(message)));
  }

  private String resource(String collection, String suffix) {
    return name.replaceFirst("/runs/", "/" + collection + "/") + suffix;
  }

  private static Parameter.Builder parameter(ParameterKind kind, String key, Object value) {
    Parameter.Builder parameter = Parameter.newBuilder().setKind(kind).setKey(key);
    if (value instanceof Number number) {
      return parameter.setNumber(number.doubleValue());
    }
    if (value instanceof Boolean flag) {
      return parameter.setFlag(flag);
    }
    return parameter.setText(String.valueOf(value));
  }
}
