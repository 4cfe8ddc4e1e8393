package io.throughline.ingest.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import java.util.Map;

/** Gives the application under test an empty database. */
public class JournalDatabase implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    Database database = TestPostgres.database("journal");
    return database.settings();
  }

  @Override
  public void stop() {}
}
