package io.throughline.local.doctor;

import io.throughline.load.postgres.Stores;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.MeshAddresses;
import io.throughline.local.mesh.Residents;
import io.throughline.local.postgres.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the mesh on a data directory.
 *
 * @param layout the data directory
 */
public record Doctor(Layout layout) {

  /** A group of checks that ask the databases. */
  @FunctionalInterface
  private interface Check {
    List<Finding> findings(Rows rows) throws SQLException;
  }

  /** What there is to say. Of a mesh that does not run only what its files tell. */
  public List<Finding> findings() throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    try {
      findings.addAll(Disk.findings(layout.data()));
      Optional<MeshAddresses> mesh = new Residents(layout).addresses();
      if (mesh.isEmpty()) {
        findings.add(
            Finding.warning(
                "mesh",
                "no mesh runs on %s; its databases were not looked at".formatted(layout.data()),
                "start it with ./throughline up"));
        return findings;
      }
      findings.add(Finding.ok("mesh", "runs on " + layout.data()));
      findings.addAll(Services.findings(mesh.get().byKey()));
      Rows rows =
          new Rows(
              new Stores(
                  "127.0.0.1:" + mesh.get().ports().postgres(),
                  "postgres",
                  Files.readString(Postgres.passwordFile(layout.data())).strip()));
      for (Check check : List.<Check>of(Settings::findings, Schemas::findings, Cursors::findings)) {
        findings.addAll(asked(check, rows));
      }
      return findings;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + layout.data(), e);
    }
  }

  private static List<Finding> asked(Check check, Rows rows) {
    try {
      return check.findings(rows);
    } catch (SQLException e) {
      return List.of(
          Finding.error(
              "database",
              "a database does not answer as expected: " + e.getMessage().lines().findFirst().get(),
              "look into the logs of PostgreSQL and of the services"));
    }
  }
}
