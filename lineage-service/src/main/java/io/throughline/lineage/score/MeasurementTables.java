package io.throughline.lineage.score;

import static io.throughline.lineage.store.Column.bigint;
import static io.throughline.lineage.store.Column.integer;
import static io.throughline.lineage.store.Column.number;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.uuid;

import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.store.Identity;
import io.throughline.lineage.store.OnceTable;
import io.throughline.lineage.store.SetTable;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.v1.MeasurementForm;
import java.util.List;
import java.util.UUID;

/** The tables {@code measurement}, {@code score} and {@code fold}. */
final class MeasurementTables {
  private static final Table MEASUREMENT =
      SetTable.of(
          "measurement",
          List.of(text("tenant"), text("scope"), uuid("measurement_id")),
          List.of(
              smallint("form"), text("model"), text("dataset"), text("metric"), text("segment")));

  static final Table SCORE =
      OnceTable.of(
              "score",
              List.of(text("tenant"), text("scope"), uuid("measurement_id"), text("unit")),
              List.of(number("value")))
          .build();

  static final Table FOLD =
      OnceTable.of(
              "fold",
              List.of(text("tenant"), text("scope"), uuid("measurement_id"), integer("fold")),
              List.of(number("value"), bigint("train_count"), bigint("test_count")))
          .build();

  /**
   * What was measured.
   *
   * @param form by unit or by fold
   * @param model the model
   * @param dataset the dataset
   * @param metric the metric
   * @param segment the part of the dataset, or empty
   */
  record Subject(
      MeasurementForm form, String model, String dataset, String metric, String segment) {

    UUID id() {
      return Identity.of(Integer.toString(form.getNumber()), model, dataset, metric, segment);
    }

    void write(Fact fact, Writes writes) {
      writes.add(
          MEASUREMENT,
          fact.tenant(),
          fact.scope(),
          id(),
          (short) form.getNumber(),
          model,
          dataset,
          metric,
          segment);
    }
  }

  private MeasurementTables() {}
}
