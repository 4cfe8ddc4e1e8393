package io.throughline.ingest.journal;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the journal is installed. Whether its database answers just now is the data source's
 * own check.
 */
@Readiness
@ApplicationScoped
public class JournalReadiness implements HealthCheck {
  private final Installer installer;

  JournalReadiness(Installer installer) {
    this.installer = installer;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("journal").status(installer.isInstalled()).build();
  }
}
