package io.throughline.ingest;

import static io.restassured.RestAssured.get;
import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.Proxy;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.TestPostgres;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service that starts before its database, and whose database goes away and comes back. */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(LateDatabaseTest.ShutDatabase.class)
class LateDatabaseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @GrpcClient("journal")
  Channel channel;

  Proxy proxy;

  @Test
  void theServiceStartsWithoutItsDatabaseAndHealsByItself() {
    JournalClient client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
    int readyBefore = readiness();
    StatusRuntimeException early = client.refusal(runs("late", "p", 1, "a"));

    proxy.open();
    await().atMost(PATIENCE).until(() -> readiness() == 200);
    boolean duplicate = client.append(runs("late", "p", 1, "a")).getDuplicate();

    proxy.shut();
    StatusRuntimeException away = client.refusal(runs("late", "p", 2, "b"));
    await().atMost(PATIENCE).until(() -> readiness() == 503);
    int alive = get("/q/health/live").statusCode();

    proxy.open();
    await().atMost(PATIENCE).until(() -> readiness() == 200);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !client.append(runs("late", "p", 2, "b")).getPosition().isEmpty());

    assertThat(readyBefore).isEqualTo(503);
    assertThat(early.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Errors.reason(early)).isEqualTo("DEPENDENCY_UNAVAILABLE");
    assertThat(duplicate).isFalse();
    assertThat(away.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(Errors.reason(away)).isEqualTo("DEPENDENCY_UNAVAILABLE");
    assertThat(alive).isEqualTo(200);
  }

  private static int readiness() {
    return get("/q/health/ready").statusCode();
  }

  /** A database behind a proxy that is shut at first. */
  public static class ShutDatabase implements QuarkusTestResourceLifecycleManager {
    private Proxy proxy;

    @Override
    public Map<String, String> start() {
      Database database = TestPostgres.database("late");
      proxy = new Proxy(database.port());
      proxy.shut();
      Map<String, String> settings = new HashMap<>();
      database
          .settings()
          .forEach(
              (key, value) ->
                  settings.put(key, value.replace(":" + database.port(), ":" + proxy.port())));
      return settings;
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(proxy, new TestInjector.MatchesType(Proxy.class));
    }

    @Override
    public void stop() {
      try {
        proxy.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
