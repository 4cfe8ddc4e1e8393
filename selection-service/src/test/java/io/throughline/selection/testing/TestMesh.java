package io.throughline.selection.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.throughline.local.postgres.FreePort;
import io.throughline.local.postgres.TestPostgres;
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
    int port = FreePort.find();
    System.setProperty(property, Integer.toString(port));
    return port;
  }
}
