package io.throughline.lineage.score;

import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.DatasetRole;
import io.throughline.lineage.dataset.Roles;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.score.MeasurementTables.Subject;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.Folds;
import io.throughline.lineage.v1.Measurement;
import io.throughline.lineage.v1.MeasurementForm;
import io.throughline.lineage.v1.Scores;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Reads scores and folds of a model, in whichever experiments it was measured. Where two
 * experiments tell the same value, the model's own experiment counts, then the one whose name comes
 * first.
 */
@ApplicationScoped
public class Measurements {
  /** The scopes with something measured of model $2, whose own scope is $3. */
  private static final String SCOPES =
      """
      SELECT $3::text COLLATE "C" AS scope UNION
      SELECT split_part(e.target, '/', 1) || '/' || split_part(e.target, '/', 2)
      FROM graph.edge AS e
      WHERE e.tenant = $1 AND e.scope = $3 AND e.source = $2 AND e.kind = %d"""
          .formatted(EdgeKind.EDGE_KIND_MEASURED_BY_VALUE);

  private final Graph graph;
  private final Roles roles;

  public Measurements(Graph graph, Roles roles) {
    this.graph = graph;
    this.roles = roles;
  }

  /** What was measured of a model, by dataset, metric and form; folds of whole datasets only. */
  public Uni<List<Measurement>> list(String tenant, String model) {
    return graph
        .list(
            """
            WITH scopes AS (%1$s),
            measured AS (
              SELECT m.* FROM graph.measurement AS m JOIN scopes USING (scope)
              WHERE m.tenant = $1 AND m.model = $2 AND m.segment = ''),
            valued AS (
              SELECT DISTINCT ON (m.measurement_id, v.unit)
                m.measurement_id, m.form, m.dataset, m.metric, v.value
              FROM measured AS m CROSS JOIN LATERAL (
                SELECT s.unit, s.value FROM graph.score AS s
                WHERE m.form = %2$d AND s.tenant = m.tenant AND s.scope = m.scope
                  AND s.measurement_id = m.measurement_id
                UNION ALL
                SELECT f.fold::text, f.value FROM graph.fold AS f
                WHERE m.form = %3$d AND f.tenant = m.tenant AND f.scope = m.scope
                  AND f.measurement_id = m.measurement_id) AS v(unit, value)
              ORDER BY m.measurement_id, v.unit, m.scope <> $3, m.scope)
            SELECT form, dataset, metric, count(*) AS count, avg(value) AS mean,
              stddev_samp(value) AS deviation FROM valued
            GROUP BY form, dataset, metric ORDER BY dataset, metric, form"""
                .formatted(
                    SCOPES,
                    MeasurementForm.MEASUREMENT_FORM_SCORES_VALUE,
                    MeasurementForm.MEASUREMENT_FORM_FOLDS_VALUE),
            Tuple.of(tenant, model, GraphName.scopeOf(model)),
            Measurements::measurement)
        .chain(
            found ->
                roles
                    .of(tenant, found.stream().map(Measurement.Builder::getDataset).toList())
                    .map(
                        used ->
                            found.stream()
                                .map(
                                    one ->
                                        one.addAllRoles(
                                                used.getOrDefault(one.getDataset(), List.of()))
                                            .build())
                                .toList()));
  }

  /** A metric for every unit of a dataset, ordered by unit; or NOT_FOUND. */
  public Uni<Scores> scores(String tenant, String model, String dataset, String metric) {
    Subject subject =
        new Subject(MeasurementForm.MEASUREMENT_FORM_SCORES, model, dataset, metric, "");
    return Uni.combine()
        .all()
        .unis(
            rows(
                """
                SELECT DISTINCT ON (v.unit) v.unit, v.value
                FROM graph.score AS v JOIN scopes USING (scope)
                WHERE v.tenant = $1 AND v.measurement_id = $4
                ORDER BY v.unit, v.scope <> $3, v.scope""",
                tenant,
                subject),
            rolesOf(tenant, dataset))
        .with(
            (rows, used) -> {
              Scores.Builder scores =
                  Scores.newBuilder()
                      .setModel(model)
                      .setDataset(dataset)
                      .setMetric(metric)
                      .addAllRoles(used);
              rows.forEach(row -> scores.addUnits(row.getString(0)).addValues(row.getDouble(1)));
              return scores.build();
            });
  }

  /** A metric on every fold of a dataset, ordered by fold; or NOT_FOUND. */
  public Uni<Folds> folds(String tenant, Folds wanted) {
    Subject subject =
        new Subject(
            MeasurementForm.MEASUREMENT_FORM_FOLDS,
            wanted.getModel(),
            wanted.getDataset(),
            wanted.getMetric(),
            wanted.getSegment());
    return Uni.combine()
        .all()
        .unis(
            rows(
                """
                SELECT DISTINCT ON (v.fold) v.fold, v.value, v.train_count, v.test_count
                FROM graph.fold AS v JOIN scopes USING (scope)
                WHERE v.tenant = $1 AND v.measurement_id = $4
                ORDER BY v.fold, v.scope <> $3, v.scope""",
                tenant,
                subject),
            rolesOf(tenant, wanted.getDataset()))
        .with(
            (rows, used) -> {
              Folds.Builder folds = wanted.toBuilder().addAllRoles(used);
              rows.forEach(
                  row ->
                      folds
                          .addFolds(row.getInteger(0))
                          .addValues(row.getDouble(1))
                          .addTrainCounts(row.getLong(2))
                          .addTestCounts(row.getLong(3)));
              return folds.build();
            });
  }

  private Uni<List<Row>> rows(String select, String tenant, Subject subject) {
    return graph
        .list(
            "WITH scopes AS (%s) %s".formatted(SCOPES, select),
            Tuple.of(tenant, subject.model(), GraphName.scopeOf(subject.model()), subject.id()),
            row -> row)
        .invoke(
            rows -> {
              if (rows.isEmpty()) {
                throw Failure.notFound(
                    "measurement",
                    "%s of %s on %s"
                        .formatted(subject.metric(), subject.model(), subject.dataset()));
              }
            });
  }

  private Uni<List<DatasetRole>> rolesOf(String tenant, String dataset) {
    return roles.of(tenant, List.of(dataset)).map(used -> used.getOrDefault(dataset, List.of()));
  }

  private static Measurement.Builder measurement(Row row) {
    Measurement.Builder measurement =
        Measurement.newBuilder()
            .setForm(MeasurementForm.forNumber(row.getInteger("form")))
            .setDataset(row.getString("dataset"))
            .setMetric(row.getString("metric"))
            .setCount(row.getLong("count"))
            .setMean(row.getDouble("mean"));
    if (row.getDouble("deviation") != null) {
      measurement.setStandardDeviation(row.getDouble("deviation"));
    }
    return measurement;
  }
}
