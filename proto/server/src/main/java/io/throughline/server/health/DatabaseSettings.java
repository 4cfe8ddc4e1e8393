package io.throughline.server.health;

import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready only where the database keeps what it has committed, as PostgreSQL's own settings have it.
 * A server with {@code fsync}, {@code full_page_writes} or {@code synchronous_commit} off is fast,
 * and forgets what was acknowledged.
 */
@Readiness
@ApplicationScoped
@IfBuildProperty(name = "quarkus.datasource.db-kind", stringValue = "postgresql")
public class DatabaseSettings implements AsyncHealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final List<String> SETTINGS =
      List.of("fsync", "full_page_writes", "synchronous_commit");
  private static final String READ =
      """
      SELECT current_setting('fsync'), current_setting('full_page_writes'),
        current_setting('synchronous_commit')""";

  private final Pool pool;
  private final boolean mustBeDurable;

  /**
   * The check of a service's database.
   *
   * @param mustBeDurable whether a database that may forget makes the service not ready
   */
  public DatabaseSettings(
      Pool pool,
      @ConfigProperty(name = "throughline.database.must-be-durable") boolean mustBeDurable) {
    this.pool = pool;
    this.mustBeDurable = mustBeDurable;
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    return pool.query(READ)
        .execute()
        .map(rows -> response(rows.iterator().next()))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .recoverWithItem(this::unknown);
  }

  private HealthCheckResponse response(Row row) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("database settings");
    boolean durable = true;
    for (int i = 0; i < SETTINGS.size(); i++) {
      String value = row.getString(i);
      durable &= !value.equals("off");
      response.withData(SETTINGS.get(i), value);
    }
    return response.status(durable || !mustBeDurable).build();
  }

  /** Nobody knows; in production that is not good enough. */
  private HealthCheckResponse unknown() {
    return HealthCheckResponse.named("database settings")
        .status(!mustBeDurable)
        .withData("reason", "the database does not answer")
        .build();
  }
}
