package io.throughline.selection.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.throughline.local.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** A database for the application under test, and addresses where its peers will listen. */
public class TestMesh implements QuarkusTestResourceLifecycleManager {
  static final String LINEAGE = "throughline.test.lineage.port";
  static final String INGEST = "throughline.test.ingest.port";

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>(TestPostgres.database("selection").settings());
    settings.put("throughline.lineage.address", "localhost:" + port(LINEAGE));
    settings.put("throughline.ingest.address", "localhost:" + port(INGEST));
    return settings;
  }

  @Override
  public void stop() {}

  /** Application and tests run in different class loaders, so ports travel by system property. */
  private static int port(String property) {
    try (ServerSocket socket = new ServerSocket(0)) {
      System.setProperty(property, Integer.toString(socket.getLocalPort()));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
