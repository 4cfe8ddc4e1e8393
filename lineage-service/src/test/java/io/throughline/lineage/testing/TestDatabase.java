package io.throughline.lineage.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.throughline.local.postgres.TestPostgres;
import java.util.Map;

/** A real PostgreSQL database for the application under test. */
public class TestDatabase implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return TestPostgres.database("lineage").settings();
  }

  @Override
  public void stop() {
    // The server ends with the JVM.
  }
}
