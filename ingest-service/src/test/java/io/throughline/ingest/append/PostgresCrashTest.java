package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.testing.Databases;
import io.throughline.local.postgres.Database;
import io.throughline.local.postgres.FreePort;
import io.throughline.local.postgres.Postgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresCrashTest {

  @Test
  void acknowledgedBatchesSurviveAKilledServerAndResentOnesAreNotDoubled(@TempDir Path home)
      throws Exception {
    Path log = home.resolve("postgres.log");
    try (Postgres postgres =
        Postgres.start(new Postgres.Options(home.resolve("data"), FreePort.find(), log, true))) {
      Database database = Databases.install(postgres.database("ingest"), 1);
      List<Batch> acknowledged = new ArrayList<>();
      try (Replica replica = Replica.of(database, 1)) {
        for (int crash = 0; crash < 3; crash++) {
          appendUntilKilled(postgres, replica, acknowledged);
          postgres.restart();
          appendWhenPossible(replica, acknowledged);
        }
      }
      assertThat(StoredBatches.of(database, "p")).containsExactlyElementsOf(acknowledged);
    }
  }

  /** Sends a batch after the other; the server dies while some are on their way. */
  private static void appendUntilKilled(
      Postgres postgres, Replica replica, List<Batch> acknowledged) {
    int before = acknowledged.size();
    CompletableFuture<Boolean> killed = new CompletableFuture<>();
    while (true) {
      Batch batch = next(acknowledged);
      if (acknowledged.size() == before + 20) {
        CompletableFuture.runAsync(
            () -> killed.complete(postgres.process().orElseThrow().destroyForcibly()));
      }
      Outcome outcome = replica.outcome(batch);
      if (outcome.refusal().isPresent()) {
        assertThat(outcome.refusal().get().reason())
            .isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE);
        break;
      }
      acknowledged.add(batch);
    }
    assertThat(killed.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    Awaitility.await().until(() -> postgres.process().isEmpty());
  }

  private static Batch next(List<Batch> acknowledged) {
    long number = acknowledged.size() + 1;
    return point("e", "p", number, number);
  }

  private static void appendWhenPossible(Replica replica, List<Batch> acknowledged) {
    Batch batch = next(acknowledged);
    replica.resent(batch);
    acknowledged.add(batch);
  }
}
