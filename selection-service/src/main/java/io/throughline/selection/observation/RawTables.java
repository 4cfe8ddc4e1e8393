package io.throughline.selection.observation;

import static io.throughline.selection.observation.Sql.booleans;
import static io.throughline.selection.observation.Sql.ints;
import static io.throughline.selection.observation.Sql.longs;
import static io.throughline.selection.observation.Sql.texts;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.cell.ObservedExposure;
import io.throughline.selection.cell.ObservedOutcome;
import io.throughline.selection.observation.Incoming.ExposureRow;
import io.throughline.selection.observation.Incoming.OutcomeRow;
import io.throughline.selection.observation.Incoming.PredictionRow;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;

/** The observations themselves: what counts, in every revision that once counted. */
final class RawTables {
  private static final String REVISIONS =
      """
      SELECT k.row::int - 1, o.revision, o.position, o.outcome_time, o.micros, o.currency, o.retracted
      FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS k (unit, kind, id, row)
      CROSS JOIN LATERAL (
        SELECT * FROM observed.outcome AS o
        WHERE o.bucket_id = $1 AND o.unit = k.unit AND o.kind = k.kind AND o.outcome_id = k.id
        ORDER BY o.revision DESC LIMIT 1
      ) AS o""";

  private static final String ADD_OUTCOMES =
      """
      INSERT INTO observed.outcome (bucket_id, unit, kind, outcome_id, revision, position,
        outcome_time, micros, currency, retracted)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[],
        $7::bigint[], $8::bigint[], $9::text[], $10::boolean[])""";

  private static final String ADD_EXPOSURES =
      """
      INSERT INTO observed.exposure
        (bucket_id, unit, trial_id, arm, exposure_time, position, attributes, covariate)
      SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::bigint[], $6::bigint[],
        $7::text[], $8::bigint[])
      ON CONFLICT DO NOTHING RETURNING unit, trial_id, arm, exposure_time""";

  private static final String ADD_PREDICTIONS =
      """
      INSERT INTO observed.prediction (bucket_id, unit, source, prediction_time, position, value)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[],
        $6::double precision[])
      ON CONFLICT DO NOTHING""";

  private static final String COUNT_CURRENCIES =
      """
      INSERT INTO observed.currency_count AS c (bucket_id, kind, currency, outcomes)
      SELECT $1, * FROM unnest($2::text[], $3::text[], $4::bigint[])
      ON CONFLICT (bucket_id, kind, currency) DO UPDATE SET outcomes = c.outcomes + excluded.outcomes
      """;

  private static final String EXPOSURES =
      """
      SELECT unit, trial_id, arm, exposure_time, attributes, covariate FROM observed.exposure
      WHERE bucket_id = $1 AND unit = ANY ($2) AND position <= $3""";

  private static final String OUTCOMES =
      """
      SELECT DISTINCT ON (unit, kind, outcome_id)
        unit, kind, outcome_time, micros, currency, retracted
      FROM observed.outcome
      WHERE bucket_id = $1 AND unit = ANY ($2) AND position <= $3
      ORDER BY unit, kind, outcome_id, revision DESC""";

  private RawTables() {}

  /** A revision that stood before, and the row that asks for it. */
  record Known(int row, int revision, ObservedOutcome outcome, boolean retracted) {}

  /** An exposure that was not known before. */
  record NewExposure(String unit, int trialId, String arm, long time) {}

  /** An exposure of a unit. */
  record UnitExposure(String unit, int trialId, ObservedExposure exposure) {}

  /** An outcome of a unit. */
  record UnitOutcome(String unit, ObservedOutcome outcome, boolean retracted) {}

  /** The highest revisions so far; an outcome without one is left out. */
  static Uni<List<Known>> revisions(SqlClient connection, int bucket, List<OutcomeRow> rows) {
    return Sql.list(
        connection,
        REVISIONS,
        Tuple.of(
            bucket,
            texts(rows, row -> row.key().unit()),
            texts(rows, row -> row.key().kind()),
            texts(rows, row -> row.key().id())),
        row ->
            new Known(
                row.getInteger(0),
                row.getInteger(1),
                new ObservedOutcome(
                    rows.get(row.getInteger(0)).key().kind(),
                    row.getLong(3),
                    row.getLong(4),
                    row.getString(5)),
                row.getBoolean(6)));
  }

  static Uni<Integer> addOutcomes(SqlClient connection, int bucket, List<OutcomeRow> rows) {
    Tuple values =
        Tuple.of(
            bucket,
            texts(rows, row -> row.key().unit()),
            texts(rows, row -> row.key().kind()),
            texts(rows, row -> row.key().id()));
    values.addValue(ints(rows, OutcomeRow::revision));
    values.addValue(longs(rows, OutcomeRow::position));
    values.addValue(longs(rows, OutcomeRow::time));
    values.addValue(longs(rows, OutcomeRow::micros));
    values.addValue(texts(rows, OutcomeRow::currency));
    values.addValue(booleans(rows, OutcomeRow::retracted));
    return Sql.run(connection, ADD_OUTCOMES, values);
  }

  /** Adds the exposures that are not known yet, and tells them. */
  static Uni<List<NewExposure>> addExposures(
      SqlClient connection, int bucket, Map<String, Integer> trials, List<ExposureRow> rows) {
    Tuple values =
        Tuple.of(
            bucket,
            texts(rows, row -> row.key().unit()),
            ints(rows, row -> trials.get(row.key().trial())),
            texts(rows, row -> row.key().arm()));
    values.addValue(longs(rows, row -> row.key().time()));
    values.addValue(longs(rows, ExposureRow::position));
    values.addValue(texts(rows, ExposureRow::attributes));
    values.addValue(longs(rows, ExposureRow::covariate));
    return Sql.list(
        connection,
        ADD_EXPOSURES,
        values,
        row ->
            new NewExposure(row.getString(0), row.getInteger(1), row.getString(2), row.getLong(3)));
  }

  static Uni<Integer> addPredictions(SqlClient connection, int bucket, List<PredictionRow> rows) {
    Tuple values =
        Tuple.of(
            bucket,
            texts(rows, PredictionRow::unit),
            texts(rows, PredictionRow::source),
            longs(rows, PredictionRow::time),
            longs(rows, PredictionRow::position));
    values.addValue(Sql.column(rows, PredictionRow::value, Double[]::new));
    return Sql.run(connection, ADD_PREDICTIONS, values);
  }

  static Uni<Integer> countCurrencies(
      SqlClient connection, int bucket, Map<Incoming.CurrencyKey, Long> counts) {
    List<Map.Entry<Incoming.CurrencyKey, Long>> rows = List.copyOf(counts.entrySet());
    return Sql.run(
        connection,
        COUNT_CURRENCIES,
        Tuple.of(
            bucket,
            texts(rows, row -> row.getKey().kind()),
            texts(rows, row -> row.getKey().currency()),
            longs(rows, Map.Entry::getValue)));
  }

  /** The exposures of units, as far as they were known at a position of the bucket's partition. */
  static Uni<List<UnitExposure>> exposures(
      SqlClient connection, int bucket, String[] units, long position) {
    return Sql.list(
        connection,
        EXPOSURES,
        Tuple.of(bucket, units, position),
        row ->
            new UnitExposure(
                row.getString(0),
                row.getInteger(1),
                new ObservedExposure(
                    row.getString(2),
                    row.getLong(3),
                    Attributes.parse(row.getString(4)),
                    row.getLong(5))));
  }

  /** The latest revisions of the outcomes of units, as far as they were known at a position. */
  static Uni<List<UnitOutcome>> outcomes(
      SqlClient connection, int bucket, String[] units, long position) {
    return Sql.list(
        connection,
        OUTCOMES,
        Tuple.of(bucket, units, position),
        row ->
            new UnitOutcome(
                row.getString(0),
                new ObservedOutcome(
                    row.getString(1), row.getLong(2), row.getLong(3), row.getString(4)),
                row.getBoolean(5)));
  }
}
