package io.throughline.load.observe;

import io.throughline.load.postgres.Stores;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The same rows by PostgreSQL alone, in tables like selection-service's: an exposure, a prediction
 * and a unit's row, then an outcome and the change of that row, {@link Columns#ROWS} rows a
 * transaction, by arrays, without waiting for the disk, on as many connections as there are cores.
 */
final class BareRows {
  private static final int CONNECTIONS = 2;
  private static final long ANALYSIS = 1;
  private static final int BUCKETS = 8;

  private static final String TABLES =
      """
      DROP SCHEMA IF EXISTS bare CASCADE;
      CREATE SCHEMA bare;
      CREATE TABLE bare.exposure (LIKE observed.exposure INCLUDING ALL);
      CREATE TABLE bare.prediction (LIKE observed.prediction INCLUDING ALL);
      CREATE TABLE bare.outcome (LIKE observed.outcome INCLUDING ALL);
      CREATE TABLE bare.trial_unit (LIKE observed.trial_unit INCLUDING ALL)
        WITH (fillfactor = 50)""";

  private static final String EXPOSURES =
      """
      INSERT INTO bare.exposure
        (bucket_id, unit, trial_id, arm, exposure_time, position, attributes, covariate)
      SELECT ?, unit, 1, arm, time, 1, '', 0
      FROM unnest(?::text[], ?::text[], ?::bigint[]) AS new (unit, arm, time)
      ON CONFLICT DO NOTHING""";

  private static final String PREDICTIONS =
      """
      INSERT INTO bare.prediction (bucket_id, unit, source, prediction_time, position, value)
      SELECT ?, unit, ?, time, 1, value
      FROM unnest(?::text[], ?::bigint[], ?::float8[]) AS new (unit, time, value)
      ON CONFLICT DO NOTHING""";

  private static final String UNITS =
      """
      INSERT INTO bare.trial_unit (bucket_id, analysis_id, unit, status, phase, arm, first_time,
        cohorts, covariate, totals)
      SELECT ?, ?, unit, 0, 0, 0, time, 1, 0, '{0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}'
      FROM unnest(?::text[], ?::bigint[]) AS new (unit, time)
      ON CONFLICT (bucket_id, analysis_id, unit) DO UPDATE SET totals = excluded.totals""";

  private static final String OUTCOMES =
      """
      INSERT INTO bare.outcome (bucket_id, unit, kind, outcome_id, revision, position, outcome_time,
        micros, currency, retracted)
      SELECT ?, unit, ?, 'o1', 0, 1, time, micros, 'USD', false
      FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS new (unit, time, micros)""";

  private static final String CHANGES =
      """
      UPDATE bare.trial_unit AS u SET totals = new.totals::bigint[]
      FROM unnest(?::text[], ?::text[]) AS new (unit, totals)
      WHERE u.bucket_id = ? AND u.analysis_id = ? AND u.unit = new.unit""";

  private final Stores stores;
  private final Columns columns;

  BareRows(Stores stores, Columns columns) {
    this.stores = stores;
    this.columns = columns;
  }

  /** What PostgreSQL alone does in a second. */
  record Rates(double exposuresAndPredictions, double outcomes) {}

  private interface Work {
    void run(Connection connection, int bucket, List<Integer> units) throws SQLException;
  }

  Rates measure() throws Exception {
    try (Connection connection = stores.connect("selection");
        Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
    }
    List<List<Integer>> byBucket = byBucket();
    double exposing = seconds(byBucket, this::expose);
    double answering = seconds(byBucket, this::answer);
    try (Connection connection = stores.connect("selection");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA bare CASCADE");
    }
    return new Rates(2.0 * columns.units() / exposing, columns.units() / answering);
  }

  private List<List<Integer>> byBucket() {
    List<List<Integer>> byBucket = new ArrayList<>();
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      byBucket.add(new ArrayList<>());
    }
    for (int unit = 0; unit < columns.units(); unit++) {
      byBucket.get(Columns.bucket(unit)).add(unit);
    }
    return byBucket;
  }

  private double seconds(List<List<Integer>> byBucket, Work work) throws Exception {
    ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<Void>> running = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < CONNECTIONS; i++) {
        int mine = i;
        Callable<Void> task =
            () -> {
              try (Connection connection = stores.connect("selection");
                  Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = off");
                connection.setAutoCommit(false);
                for (int bucket = mine; bucket < BUCKETS; bucket += CONNECTIONS) {
                  run(connection, bucket, byBucket.get(bucket), work);
                }
                return null;
              }
            };
        running.add(connections.submit(task));
      }
      for (Future<Void> each : running) {
        each.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      connections.shutdownNow();
    }
  }

  private static void run(Connection connection, int bucket, List<Integer> units, Work work)
      throws SQLException {
    for (int from = 0; from < units.size(); from += Columns.ROWS) {
      work.run(
          connection, bucket, units.subList(from, Math.min(units.size(), from + Columns.ROWS)));
      connection.commit();
    }
  }

  private void expose(Connection connection, int bucket, List<Integer> units) throws SQLException {
    var ids = texts(connection, units.stream().map(Columns::unit).toArray());
    var times = longs(connection, units.stream().map(columns::time).toArray());
    try (PreparedStatement exposures = connection.prepareStatement(EXPOSURES);
        PreparedStatement predictions = connection.prepareStatement(PREDICTIONS);
        PreparedStatement rows = connection.prepareStatement(UNITS)) {
      exposures.setInt(1, bucket);
      exposures.setArray(2, ids);
      exposures.setArray(
          3,
          texts(
              connection,
              units.stream()
                  .map(unit -> Columns.treated(unit) ? Columns.TREATMENT : Columns.CONTROL)
                  .toArray()));
      exposures.setArray(4, times);
      exposures.executeUpdate();
      predictions.setInt(1, bucket);
      predictions.setString(2, Columns.SOURCE);
      predictions.setArray(3, ids);
      predictions.setArray(4, times);
      predictions.setArray(
          5, connection.createArrayOf("float8", units.stream().map(Columns::amount).toArray()));
      predictions.executeUpdate();
      rows.setInt(1, bucket);
      rows.setLong(2, ANALYSIS);
      rows.setArray(3, ids);
      rows.setArray(4, times);
      rows.executeUpdate();
    }
  }

  private void answer(Connection connection, int bucket, List<Integer> units) throws SQLException {
    var ids = texts(connection, units.stream().map(Columns::unit).toArray());
    Object[] micros = units.stream().map(unit -> Math.round(1e6 * Columns.amount(unit))).toArray();
    try (PreparedStatement outcomes = connection.prepareStatement(OUTCOMES);
        PreparedStatement changes = connection.prepareStatement(CHANGES)) {
      outcomes.setInt(1, bucket);
      outcomes.setString(2, Columns.ORDER);
      outcomes.setArray(3, ids);
      outcomes.setArray(4, longs(connection, units.stream().map(columns::outcomeTime).toArray()));
      outcomes.setArray(5, longs(connection, micros));
      outcomes.executeUpdate();
      Object[] totals = new Object[micros.length];
      for (int i = 0; i < totals.length; i++) {
        totals[i] = "{1,1,0,%1$s,1,0,1,1,0,%1$s,1,0,%1$s,1,0}".formatted(micros[i]);
      }
      changes.setArray(1, ids);
      changes.setArray(2, texts(connection, totals));
      changes.setInt(3, bucket);
      changes.setLong(4, ANALYSIS);
      changes.executeUpdate();
    }
  }

  private static java.sql.Array texts(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("text", values);
  }

  private static java.sql.Array longs(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf("bigint", values);
  }
}
