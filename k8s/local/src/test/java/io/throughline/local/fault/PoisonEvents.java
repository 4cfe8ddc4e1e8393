package io.throughline.local.fault;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.DatasetDeclared;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExpectationStated;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.InsightRecorded;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Batches that a client may send by mistake or on purpose, each wrong in one way, by that way. */
final class PoisonEvents {
  static final String EXPERIMENT = "experiments/poison";
  private static final String RUN = EXPERIMENT + "/runs/r";
  private static final String MODEL = EXPERIMENT + "/models/m";
  private static final int UNKNOWN_FIELD = 63;

  /** What no name may be. */
  private static final List<String> BAD_NAMES =
      List.of(
          "",
          " ",
          "experiments",
          "experiments/",
          "experiments//runs/r",
          "experiments/poison/",
          "/experiments/poison",
          "experiments/poison/runs/",
          "experiments/../runs/r",
          "experiments/po ison",
          "experiments/po\0ison",
          "experiments/poison\n",
          "Experiments/poison",
          "experiments/" + "x".repeat(129),
          "experiments/pöison",
          "experiments/poison/runs/r/extra",
          "policies/poison",
          "catalogue",
          "populations/p/buckets/1",
          "experiments/%2e%2e",
          "experiments/poison;DROP TABLE journal",
          "experiments/\uFFFD");

  /** What no id may be. */
  private static final List<String> BAD_IDS =
      List.of(
          "",
          " ",
          "a b",
          "a/b",
          "a\0",
          "a\n",
          "ä",
          "x".repeat(129),
          "a;b",
          "a'b",
          "a\"b",
          "a\\b",
          "a%b",
          "\u202Ea",
          "a\t",
          "a:b",
          "a,b",
          "a@b",
          "a#b",
          "a?b");

  private final Map<String, Batch> all = new LinkedHashMap<>();

  private PoisonEvents() {}

  /** Every one, by what is wrong with it. */
  static Map<String, Batch> all() {
    PoisonEvents poison = new PoisonEvents();
    poison.badBatches();
    poison.badNames();
    poison.badSeries();
    poison.badTexts();
    poison.badNumbers();
    poison.unknown();
    return poison.all;
  }

  /** A good batch of the producer that sends the poison. */
  static Batch good(long number) {
    return Batch.newBuilder()
        .setScope(EXPERIMENT)
        .setProducer("poisoner")
        .setEpoch(1)
        .setNumber(number)
        .addEvents(started(RUN))
        .build();
  }

  private static Event started(String run) {
    return Event.newBuilder().setRunStarted(RunStarted.newBuilder().setName(run)).build();
  }

  private void add(String fault, Consumer<Batch.Builder> change) {
    Batch.Builder batch = good(1).toBuilder();
    change.accept(batch);
    all.put(fault, batch.build());
  }

  private void event(String fault, Event.Builder event) {
    add(fault, batch -> batch.clearEvents().addEvents(event));
  }

  private void badBatches() {
    BAD_NAMES.forEach(name -> add("scope '" + name + "'", batch -> batch.setScope(name)));
    BAD_IDS.forEach(id -> add("producer '" + id + "'", batch -> batch.setProducer(id)));
    for (long epoch : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53}) {
      add("epoch " + epoch, batch -> batch.setEpoch(epoch));
    }
    for (long number : new long[] {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53}) {
      add("number " + number, batch -> batch.setNumber(number));
    }
    for (String trace : List.of("x", "00-0-0-0", "01-" + "0".repeat(52), "00-" + "g".repeat(52))) {
      add("traceparent '" + trace + "'", batch -> batch.setTraceparent(trace));
    }
    for (long seconds : new long[] {Long.MIN_VALUE, -62135596801L, 253402300800L, Long.MAX_VALUE}) {
      Timestamp time = Timestamp.newBuilder().setSeconds(seconds).build();
      add("valid time " + seconds, batch -> batch.setValidTime(time));
      add("an event's time " + seconds, batch -> batch.getEventsBuilder(0).setValidTime(time));
    }
    for (int nanos : new int[] {-1, 1_000_000_000, Integer.MAX_VALUE}) {
      Timestamp time = Timestamp.newBuilder().setNanos(nanos).build();
      add("nanoseconds " + nanos, batch -> batch.setValidTime(time));
    }
    add("no events", Batch.Builder::clearEvents);
    add("an event without a kind", batch -> batch.addEvents(Event.getDefaultInstance()));
    add(
        "10,001 events",
        batch -> {
          for (int i = 0; i < 10_000; i++) {
            batch.addEvents(started(RUN));
          }
        });
  }

  private void badNames() {
    for (String name : BAD_NAMES) {
      event("run '" + name + "'", Event.newBuilder(started(name)));
      event(
          "model '" + name + "'",
          Event.newBuilder()
              .setModelProduced(ModelProduced.newBuilder().setName(name).setRun(RUN)));
      event(
          "dataset '" + name + "'",
          Event.newBuilder().setDatasetDeclared(DatasetDeclared.newBuilder().setName(name)));
      if (!name.isEmpty()) {
        event(
            "parent '" + name + "'",
            Event.newBuilder().setRunStarted(RunStarted.newBuilder().setName(RUN).setParent(name)));
      }
    }
    event("a run of another experiment", Event.newBuilder(started("experiments/other/runs/r")));
    event(
        "a model of another experiment",
        Event.newBuilder()
            .setModelProduced(
                ModelProduced.newBuilder().setName("experiments/other/models/m").setRun(RUN)));
    event(
        "an expectation of another experiment",
        Event.newBuilder()
            .setExpectationStated(
                ExpectationStated.newBuilder().setName("experiments/other/expectations/x")));
  }

  private void badSeries() {
    BAD_NAMES.forEach(
        name -> event("series of run '" + name + "'", points(identity().setRun(name), 1, 1, 1)));
    for (String metric : List.of("", "a\0b", "a\nb", "ü", "a;b", "x".repeat(251), "a'b")) {
      event("metric '" + metric + "'", points(identity().setMetric(metric), 1, 1, 1));
    }
    event("a negative fold", points(identity().setFold(-1), 1, 1, 1));
    event("a fold too far", points(identity().setFold(100_001), 1, 1, 1));
    event("a long segment", points(identity().setSegment("x".repeat(251)), 1, 1, 1));
    event("no values", points(identity(), 1, 1, 0));
    event("no steps", points(identity(), 0, 1, 1));
    event("no times", points(identity(), 1, 0, 1));
    event("more steps than values", points(identity(), 3, 2, 2));
    event("more times than values", points(identity(), 2, 3, 2));
    event("no points", points(identity(), 0, 0, 0));
    event("100,001 points", points(identity(), 100_001, 100_001, 100_001));
    event("no series", Event.newBuilder().setPointsMeasured(PointsMeasured.getDefaultInstance()));
  }

  private static SeriesIdentity.Builder identity() {
    return SeriesIdentity.newBuilder().setRun(RUN).setMetric("loss");
  }

  private static Event.Builder points(
      SeriesIdentity.Builder identity, int steps, int times, int values) {
    PointsMeasured.Builder points = PointsMeasured.newBuilder().setSeries(identity);
    for (int i = 0; i < steps; i++) {
      points.addStepDeltas(1);
    }
    for (int i = 0; i < times; i++) {
      points.addTimeDeltas(1);
    }
    for (int i = 0; i < values; i++) {
      points.addValues(Double.NaN);
    }
    return Event.newBuilder().setPointsMeasured(points);
  }

  private void badTexts() {
    String tooLong = "x".repeat(16_385);
    event(
        "a long message",
        Event.newBuilder()
            .setRunEnded(
                RunEnded.newBuilder()
                    .setRun(RUN)
                    .setState(RunState.RUN_STATE_FAILED)
                    .setMessage(tooLong)));
    event("a run that ended as running", ended(RunState.RUN_STATE_RUNNING));
    event("a run that ended without a state", ended(RunState.RUN_STATE_UNSPECIFIED));
    event(
        "a long display name",
        Event.newBuilder()
            .setRunStarted(RunStarted.newBuilder().setName(RUN).setDisplayName("x".repeat(513))));
    event("a long text", parameter(Parameter.newBuilder().setKey("k").setText(tooLong)));
    event("a parameter without a key", parameter(Parameter.newBuilder().setNumber(1)));
    event("a long key", parameter(Parameter.newBuilder().setKey("x".repeat(251)).setNumber(1)));
    event("a parameter without a value", parameter(Parameter.newBuilder().setKey("k")));
    event("no tags", Event.newBuilder().setTagsChanged(TagsChanged.newBuilder().setSubject(RUN)));
    event(
        "a tag without a key",
        Event.newBuilder()
            .setTagsChanged(TagsChanged.newBuilder().setSubject(RUN).addSet(Tag.newBuilder())));
    event(
        "an insight without a name",
        Event.newBuilder().setInsightRecorded(InsightRecorded.newBuilder().setText("why")));
    event(
        "a figure above 1 MiB",
        Event.newBuilder()
            .setFigureDrawn(
                FigureDrawn.newBuilder()
                    .setName(EXPERIMENT + "/figures/f")
                    .setRun(RUN)
                    .setMediaType("image/png")
                    .setContent(ByteString.copyFrom(new byte[(1 << 20) + 1]))));
    event(
        "a digest that is none",
        Event.newBuilder()
            .setModelProduced(
                ModelProduced.newBuilder().setName(MODEL).setRun(RUN).setDigest("md5:1")));
  }

  private static Event.Builder ended(RunState state) {
    return Event.newBuilder().setRunEnded(RunEnded.newBuilder().setRun(RUN).setState(state));
  }

  private static Event.Builder parameter(Parameter.Builder parameter) {
    return Event.newBuilder()
        .setParametersChosen(
            ParametersChosen.newBuilder()
                .setRun(RUN)
                .addParameters(parameter.setKind(ParameterKind.PARAMETER_KIND_HYPERPARAMETER)));
  }

  private void badNumbers() {
    event(
        "a parameter that is not a number",
        parameter(Parameter.newBuilder().setKey("k").setNumber(Double.NaN)));
    event(
        "a parameter of no kind",
        Event.newBuilder()
            .setParametersChosen(
                ParametersChosen.newBuilder()
                    .setRun(RUN)
                    .addParameters(Parameter.newBuilder().setKey("k").setNumber(1))));
    event(
        "no parameters",
        Event.newBuilder().setParametersChosen(ParametersChosen.newBuilder().setRun(RUN)));
  }

  private void unknown() {
    UnknownFieldSet field =
        UnknownFieldSet.newBuilder()
            .addField(
                UNKNOWN_FIELD,
                UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build())
            .build();
    event("an unknown kind", Event.newBuilder().setUnknownFields(field));
    event(
        "an unknown state",
        Event.newBuilder().setRunEnded(RunEnded.newBuilder().setRun(RUN).setStateValue(99)));
    event(
        "an unknown kind of parameter",
        Event.newBuilder()
            .setParametersChosen(
                ParametersChosen.newBuilder()
                    .setRun(RUN)
                    .addParameters(
                        Parameter.newBuilder().setKindValue(77).setKey("k").setFlag(true))));
  }
}
