package io.throughline.ingest.journal;

import io.throughline.server.status.Failure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * What is fixed when the journal is installed: the number of partitions.
 *
 * @param partitionCount how many partitions the journal has, numbered from 0
 */
public record Installation(int partitionCount) {

  /**
   * Installs the journal in a migrated database, or reads what was installed before.
   *
   * @param configured the number of partitions that is asked for
   * @throws InstallationException when the journal was installed with another number
   */
  public static Installation open(DataSource database, int configured) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      install(connection, configured);
      int installed = installed(connection);
      connection.commit();
      if (installed != configured) {
        throw new InstallationException(
            ("The journal was installed with %d partitions, and throughline.partitions is %d. The"
                    + " number cannot change later: set throughline.partitions to %d.")
                .formatted(installed, configured, installed));
      }
      return new Installation(installed);
    }
  }

  /** A partition of the journal by its scope. */
  public int partition(String tenant, String scope) {
    return Partitions.of(tenant, scope, partitionCount);
  }

  /**
   * Refuses a partition that the journal does not have.
   *
   * @throws Failure FIELDS_INVALID
   */
  public void check(String field, int partition) {
    if (partition >= partitionCount) {
      throw Failure.invalidField(
          field, "must be below %d, the number of partitions".formatted(partitionCount));
    }
  }

  private static void install(Connection connection, int partitionCount) throws SQLException {
    try (PreparedStatement row =
            connection.prepareStatement(
                "INSERT INTO installation (partition_count) VALUES (?) ON CONFLICT DO NOTHING");
        PreparedStatement heads =
            connection.prepareStatement(
                """
                INSERT INTO partition_head (partition_id)
                SELECT generate_series(0, partition_count - 1) FROM installation
                ON CONFLICT DO NOTHING""")) {
      row.setInt(1, partitionCount);
      row.executeUpdate();
      heads.executeUpdate();
    }
  }

  private static int installed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT partition_count FROM installation")) {
      row.next();
      return row.getInt(1);
    }
  }
}
