package io.throughline.lineage.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.DatasetAccess;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.DatasetRole;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.FoldsMeasured;
import io.throughline.event.v1.ModelProduced;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.ParameterKind;
import io.throughline.event.v1.ParametersChosen;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunEnded;
import io.throughline.event.v1.RunStarted;
import io.throughline.event.v1.RunState;
import io.throughline.event.v1.ScoresMeasured;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.event.v1.Tag;
import io.throughline.event.v1.TagsChanged;
import java.util.List;

/** Short ways to say events. */
public final class Events {
  private Events() {}

  /** A time, in seconds since 1970. */
  public static Timestamp at(long seconds) {
    return Timestamps.fromSeconds(seconds);
  }

  /** The event with a valid time, in seconds since 1970. */
  public static Event at(long seconds, Event event) {
    return event.toBuilder().setValidTime(at(seconds)).build();
  }

  public static Event started(String run, String parent, String step) {
    return Event.newBuilder()
        .setRunStarted(RunStarted.newBuilder().setName(run).setParent(parent).setStep(step))
        .build();
  }

  public static Event ended(String run, RunState state) {
    return Event.newBuilder()
        .setRunEnded(RunEnded.newBuilder().setRun(run).setState(state))
        .build();
  }

  public static Event chosen(String run, Parameter... parameters) {
    return Event.newBuilder()
        .setParametersChosen(
            ParametersChosen.newBuilder().setRun(run).addAllParameters(List.of(parameters)))
        .build();
  }

  public static Parameter number(String key, double number) {
    return parameter(key).setNumber(number).build();
  }

  public static Parameter text(String key, String text) {
    return parameter(key).setText(text).build();
  }

  private static Parameter.Builder parameter(String key) {
    return Parameter.newBuilder().setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER).setKey(key);
  }

  public static Event tagged(String subject, String key, String value) {
    return Event.newBuilder()
        .setTagsChanged(
            TagsChanged.newBuilder()
                .setSubject(subject)
                .addSet(Tag.newBuilder().setKey(key).setValue(value)))
        .build();
  }

  public static Event untagged(String subject, String key) {
    return Event.newBuilder()
        .setTagsChanged(TagsChanged.newBuilder().setSubject(subject).addRemoved(key))
        .build();
  }

  public static Event produced(String model, String run) {
    return Event.newBuilder()
        .setModelProduced(ModelProduced.newBuilder().setName(model).setRun(run))
        .build();
  }

  public static Event dataset(String name) {
    return Event.newBuilder()
        .setDatasetDeclared(DatasetDeclared.newBuilder().setName(name).setVersion("1"))
        .build();
  }

  public static Event wrote(String run, String dataset) {
    return used(
        run, dataset, DatasetAccess.DATASET_ACCESS_WRITTEN, DatasetRole.DATASET_ROLE_UNSPECIFIED);
  }

  public static Event read(String run, String dataset, DatasetRole role) {
    return used(run, dataset, DatasetAccess.DATASET_ACCESS_READ, role);
  }

  private static Event used(String run, String dataset, DatasetAccess access, DatasetRole role) {
    return Event.newBuilder()
        .setDatasetUsed(
            DatasetUsed.newBuilder()
                .setRun(run)
                .setDataset(dataset)
                .setAccess(access)
                .setRole(role))
        .build();
  }

  public static SeriesIdentity series(String run, String metric) {
    return SeriesIdentity.newBuilder().setRun(run).setMetric(metric).build();
  }

  /** Points as (step, time, value) triples; times in milliseconds. */
  public static Event measured(SeriesIdentity series, double[]... points) {
    PointsMeasured.Builder measured = PointsMeasured.newBuilder().setSeries(series);
    long step = 0;
    long millis = 0;
    for (double[] point : points) {
      measured
          .addStepDeltas((long) point[0] - step)
          .addTimeDeltas((long) point[1] - millis)
          .addValues(point[2]);
      step = (long) point[0];
      millis = (long) point[1];
    }
    return Event.newBuilder().setPointsMeasured(measured).build();
  }

  /** One point. */
  public static double[] point(long step, long millis, double value) {
    return new double[] {step, millis, value};
  }

  public static Event scored(
      String run,
      String model,
      String dataset,
      String metric,
      List<String> units,
      Double... values) {
    return Event.newBuilder()
        .setScoresMeasured(
            ScoresMeasured.newBuilder()
                .setRun(run)
                .setModel(model)
                .setDataset(dataset)
                .setMetric(metric)
                .addAllUnits(units)
                .addAllValues(List.of(values)))
        .build();
  }

  public static Event folded(
      String run, String model, String dataset, String metric, int fold, double value) {
    return Event.newBuilder()
        .setFoldsMeasured(
            FoldsMeasured.newBuilder()
                .setRun(run)
                .setModel(model)
                .setDataset(dataset)
                .setMetric(metric)
                .addFolds(fold)
                .addValues(value)
                .addTrainCounts(90)
                .addTestCounts(10))
        .build();
  }

  public static Event drawn(String figure, String run, String model, String content) {
    return Event.newBuilder()
        .setFigureDrawn(
            FigureDrawn.newBuilder()
                .setName(figure)
                .setRun(run)
                .setModel(model)
                .setTitle("Residuals")
                .setMediaType("image/svg+xml")
                .setContent(ByteString.copyFromUtf8(content)))
        .build();
  }
}
