package io.throughline.ingest;

import static io.restassured.RestAssured.get;
import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.server.health.DatabaseSettings;
import io.throughline.server.testing.TestTokens;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of the journal. */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class OperationsTest {
  @GrpcClient("journal")
  Channel channel;

  @Inject Pool pool;
  @Inject Flyway flyway;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
  }

  private static double metric(String series) {
    return get("/q/metrics")
        .body()
        .asString()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  @Test
  void everyOutcomeIsCountedAndEveryRefusalByItsReason() {
    // Given
    double appended = metric("throughline_append_batches_total{outcome=\"appended\"}");
    double duplicates = metric("throughline_append_batches_total{outcome=\"duplicate\"}");
    double gaps = metric("throughline_append_refusals_total{reason=\"number_gap\"}");
    double groups = metric("throughline_append_group_batches_count");
    double events = metric("throughline_append_events_total");
    // When
    client.append(runs("metered", "p", 1, "a", "b"));
    client.append(runs("metered", "p", 1, "a", "b"));
    client.refusal(runs("metered", "p", 7, "c"));
    // Then
    assertThat(metric("throughline_append_batches_total{outcome=\"appended\"}"))
        .isGreaterThanOrEqualTo(appended + 1);
    assertThat(metric("throughline_append_batches_total{outcome=\"duplicate\"}"))
        .isGreaterThanOrEqualTo(duplicates + 1);
    assertThat(metric("throughline_append_refusals_total{reason=\"number_gap\"}"))
        .isGreaterThanOrEqualTo(gaps + 1);
    assertThat(metric("throughline_append_group_batches_count")).isGreaterThanOrEqualTo(groups + 3);
    assertThat(metric("throughline_append_events_total")).isGreaterThanOrEqualTo(events + 2);
  }

  @Test
  void noMetricGrowsWithWhatIsStored() {
    client.append(runs("cardinality-experiment", "cardinality-producer", 1, "a"));

    assertThat(get("/q/metrics").body().asString()).doesNotContain("cardinality-");
  }

  @Test
  void theServiceMigratesOnOneConnection() {
    assertThat(
            flyway
                .getConfiguration()
                .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
                .isTransactionalLock())
        .isFalse();
  }

  /** The databases of tests run without fsync. */
  @Test
  void aDatabaseThatMayForgetIsNotGoodEnoughForProduction() {
    HealthCheckResponse production = new DatabaseSettings(pool, true).call().await().indefinitely();
    HealthCheckResponse test = new DatabaseSettings(pool, false).call().await().indefinitely();

    assertThat(production.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
    assertThat(production.getData().orElseThrow()).containsEntry("fsync", "off");
    assertThat(test.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    assertThat(get("/q/health/ready").body().asString()).contains("database settings");
  }
}
