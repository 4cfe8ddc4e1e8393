package io.throughline.ingest.journal;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * A migration and its row in the history are one transaction: whoever is killed leaves both or
 * neither, and the next start finishes the rest. Flyway does that where its lock belongs to the
 * session, so that one connection is enough for everything; with its usual lock, which belongs to a
 * transaction, it writes the history on another connection than it migrates on.
 */
@Singleton
public class AtomicMigrations implements FlywayConfigurationCustomizer {

  @Override
  public void customize(FluentConfiguration configuration) {
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
  }
}
