package io.throughline.lineage.diff;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.Parameter;
import io.throughline.event.v1.Tag;
import io.throughline.lineage.v1.DiffSection;
import io.throughline.lineage.v1.FactValue;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.MeasurementForm;
import io.throughline.lineage.v1.SeriesSummary;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is known of one resource; of facts that are told twice the first one counts. */
final class Facts {
  /** The normal approximation of a mean's distribution needs about so many units. */
  private static final int ENOUGH_UNITS = 30;

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double QUANTILE = 1.959963984540054;

  private static final double LONGEST_WHOLE = 1e15;

  private final SortedMap<Fact, FactValue> values = new TreeMap<>();

  SortedMap<Fact, FactValue> values() {
    return values;
  }

  /** An attribute; an empty one is none. */
  Facts attribute(String key, String text) {
    if (!text.isEmpty()) {
      add(Fact.of(DiffSection.DIFF_SECTION_ATTRIBUTE, key), text(text));
    }
    return this;
  }

  Facts attribute(String key, double number) {
    add(Fact.of(DiffSection.DIFF_SECTION_ATTRIBUTE, key), number(number));
    return this;
  }

  Facts time(String key, boolean known, Timestamp time) {
    return attribute(key, known ? Timestamps.toString(time) : "");
  }

  /** A parameter and the run that chose it. */
  Facts parameter(Parameter parameter, String run) {
    FactValue.Builder value =
        switch (parameter.getValueCase()) {
          case NUMBER -> number(parameter.getNumber());
          case FLAG -> text(Boolean.toString(parameter.getFlag()));
          case TEXT, VALUE_NOT_SET -> text(parameter.getText());
        };
    add(
        new Fact(DiffSection.DIFF_SECTION_PARAMETER, parameter.getKind(), parameter.getKey()),
        value.setRun(run));
    return this;
  }

  /** A dataset that was read, with its version, or its digest where it has none. */
  Facts dataset(String name, String version) {
    add(Fact.of(DiffSection.DIFF_SECTION_DATASET, name), text(version));
    return this;
  }

  Facts tags(List<Tag> tags) {
    tags.forEach(
        tag -> add(Fact.of(DiffSection.DIFF_SECTION_TAG, tag.getKey()), text(tag.getValue())));
    return this;
  }

  /** The last value of a series, under its metric, dataset, segment and fold: of any model. */
  Facts series(SeriesSummary series) {
    StringBuilder key = new StringBuilder(series.getSeries().getMetric());
    if (!series.getSeries().getDataset().isEmpty()) {
      key.append(" on ").append(series.getSeries().getDataset());
    }
    if (!series.getSeries().getSegment().isEmpty()) {
      key.append(" in ").append(series.getSeries().getSegment());
    }
    if (series.getSeries().getFold() > 0) {
      key.append(" fold ").append(series.getSeries().getFold());
    }
    add(
        Fact.of(DiffSection.DIFF_SECTION_METRIC, key.toString()),
        number(series.getLast().getValue()));
    return this;
  }

  /**
   * The mean of a metric over units or folds. Over enough units with its 95 % interval: mean ± z
   * s/√n; folds are not independent, and have none.
   */
  Facts measurement(Measurement measured) {
    boolean units = measured.getForm() == MeasurementForm.MEASUREMENT_FORM_SCORES;
    FactValue.Builder value = number(measured.getMean());
    if (units && measured.hasStandardDeviation() && measured.getCount() >= ENOUGH_UNITS) {
      double half =
          QUANTILE * measured.getStandardDeviation() / Math.sqrt((double) measured.getCount());
      value.setLower(measured.getMean() - half).setUpper(measured.getMean() + half);
    }
    String key =
        "mean %s on %s over %s"
            .formatted(measured.getMetric(), measured.getDataset(), units ? "units" : "folds");
    add(Fact.of(DiffSection.DIFF_SECTION_METRIC, key), value);
    return this;
  }

  private void add(Fact fact, FactValue.Builder value) {
    values.putIfAbsent(fact, value.build());
  }

  private static FactValue.Builder text(String text) {
    return FactValue.newBuilder().setText(text);
  }

  private static FactValue.Builder number(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < LONGEST_WHOLE;
    return text(whole ? Long.toString((long) number) : Double.toString(number)).setNumber(number);
  }
}
