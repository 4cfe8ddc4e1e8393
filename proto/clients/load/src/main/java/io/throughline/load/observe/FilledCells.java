package io.throughline.load.observe;

import io.throughline.load.postgres.Stores;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Makes the sums of a trial those of many times as many units: how long it takes until so many have
 * come in is of no interest to a readout, which reads nothing but the sums.
 */
final class FilledCells {
  private static final String FILL =
      """
      UPDATE observed.cell SET n = n * ?, y = y * ?, x = x * ?, yy = yy * ?, xx = xx * ?,
        xy = xy * ?, bin_counts = ARRAY(SELECT units * ? FROM unnest(bin_counts) AS units)
      WHERE analysis_id IN (SELECT a.analysis_id FROM observed.analysis AS a
        JOIN observed.trial AS t USING (trial_id) WHERE t.name = ?)""";

  private FilledCells() {}

  static void times(Stores stores, String trial, long factor) throws SQLException {
    try (Connection connection = stores.connect("selection");
        PreparedStatement fill = connection.prepareStatement(FILL)) {
      for (int sum = 1; sum <= 7; sum++) {
        fill.setLong(sum, factor);
      }
      fill.setString(8, trial);
      fill.executeUpdate();
    }
    try (Connection connection = stores.connect("selection");
        var vacuum = connection.createStatement()) {
      vacuum.execute("VACUUM ANALYZE observed.cell");
    }
  }
}
