package io.throughline.selection.observation;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;

/** The units of a bucket that were ever exposed to a trial, in pages. */
final class UnitPages {
  private static final String NEXT =
      """
      SELECT DISTINCT unit FROM observed.exposure
      WHERE bucket_id = $1 AND unit > $2 AND (trial_id = $3 OR (trial_id = 0 AND arm = ANY ($4)))
      ORDER BY unit LIMIT $5""";

  private UnitPages() {}

  /** The next units after one; fewer than asked for: these are the last ones. */
  static Uni<List<String>> next(
      SqlClient connection, int bucket, ActiveAnalysis active, String after, int units) {
    return Sql.list(
        connection,
        NEXT,
        Tuple.of(
            bucket, after, active.trialId(), active.deployments().toArray(String[]::new), units),
        row -> row.getString(0));
  }
}
