package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.rpc.RetryInfo;
import io.grpc.Deadline;
import io.grpc.Status;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.testing.Proxy;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.local.postgres.Database;
import io.throughline.server.status.Failure;
import io.throughline.server.testing.Errors;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppenderFaultTest {
  private Database database;

  @BeforeEach
  void install() {
    database = Databases.journal(1);
  }

  /**
   * A producer that the replica has not seen goes through a transaction; the next batch of one that
   * it has seen through a single statement, which commits itself and is known by its scope.
   */
  @ParameterizedTest
  @CsvSource({"new, 1, COMMIT", "seen, 2, experiments/e"})
  void aCommitWithoutAnswerIsNotAcknowledgedAndAResendIsADuplicate(
      String producer, long number, String committing) throws Exception {
    try (Proxy proxy = new Proxy(database.port());
        Replica replica = Replica.through(proxy.port(), database, 1)) {
      replica.acknowledgement(point("e", "seen", 1, 1));
      proxy.cutAfter(committing);

      Failure failure = replica.refusal(point("e", producer, number, 2));
      boolean cut = proxy.hasCut();
      Acknowledgement again = replica.resent(point("e", producer, number, 2));

      assertThat(cut).isTrue();
      assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE);
      assertThat(again.getDuplicate()).isTrue();
      assertThat(again.getPosition()).isEqualTo("0:2");
      assertThat(StoredBatches.in(database)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"new, 1, COMMIT", "seen, 2, experiments/e"})
  void whatIsNotCommittedIsNotAcknowledged(String producer, long number, String committing)
      throws Exception {
    try (Proxy proxy = new Proxy(database.port());
        Replica replica = Replica.through(proxy.port(), database, 1)) {
      replica.acknowledgement(point("e", "seen", 1, 1));
      proxy.cutBefore(committing);

      Failure failure = replica.refusal(point("e", producer, number, 2));
      boolean cut = proxy.hasCut();
      Acknowledgement again = replica.resent(point("e", producer, number, 2));

      assertThat(cut).isTrue();
      assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE);
      assertThat(again.getDuplicate()).isFalse();
      assertThat(again.getPosition()).isEqualTo("0:2");
    }
  }

  @Test
  void onlyThePoisonedBatchOfAGroupFails() throws Exception {
    try (Replica replica = Replica.of(database, 1);
        Connection blocker = lockedHead()) {
      CompletableFuture<Outcome> first = replica.send(point("e", "first", 1, 1));
      List<CompletableFuture<Outcome>> healthy = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        healthy.add(replica.send(point("e", "p" + i, 1, i)));
      }
      CompletableFuture<Outcome> poisoned =
          replica.send(poisoned(replica.submission(point("e", "poison", 1, 1))));
      for (int i = 9; i < 20; i++) {
        healthy.add(replica.send(point("e", "p" + i, 1, i)));
      }

      blocker.rollback();

      assertThat(first.join().acknowledgement()).isPresent();
      assertThat(poisoned.join().refusal().orElseThrow().reason())
          .isEqualTo(ErrorReason.ERROR_REASON_INTERNAL);
      assertThat(healthy).allMatch(each -> each.join().acknowledgement().isPresent());
      assertThat(StoredBatches.in(database))
          .extracting(StoredBatches::position)
          .containsExactlyElementsOf(
              java.util.stream.LongStream.rangeClosed(1, 21).boxed().toList());
      assertThat(replica.acknowledgement(point("e", "poison", 1, 1)).getDuplicate()).isFalse();
    }
  }

  /** Something that the door lets through by mistake and PostgreSQL cannot store. */
  private static Submission poisoned(Submission healthy) {
    return new Submission(
        healthy.partition(),
        healthy.key(),
        healthy.kinds(),
        healthy.eventCount(),
        healthy.validTime(),
        "\0",
        healthy.payload());
  }

  @Test
  void aFullQueueRefusesAndRemembersNothing() throws Exception {
    try (Replica replica = Replica.of(database, 1, Replica.Limits.ofQueue(10, 1 << 20));
        Connection blocker = lockedHead()) {
      List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
      for (int number = 1; number <= 10; number++) {
        waiting.add(replica.send(point("e", "p", number, number)));
      }
      Batch next = point("e", "p", 11, 11);

      assertOverloaded(() -> replica.send(next));
      blocker.rollback();

      assertThat(waiting).allMatch(each -> each.join().acknowledgement().isPresent());
      assertThat(replica.acknowledgement(next).getPosition()).isEqualTo("0:11");
    }
  }

  @Test
  void whatWaitsHasABoundInBytesOfWhichNothingIsLost() throws Exception {
    Batch batch = point("e", "p", 1, 1);
    long room = 3L * (batch.getSerializedSize() + Admission.OVERHEAD);
    try (Replica replica = Replica.of(database, 1, Replica.Limits.ofQueue(1_000, room))) {
      try (Connection blocker = lockedHead()) {
        List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
          waiting.add(replica.send(point("e", "p", number, 1)));
        }
        assertOverloaded(() -> replica.send(point("e", "p", 4, 1)));
        blocker.rollback();
        assertThat(waiting).allMatch(each -> each.join().acknowledgement().isPresent());
      }

      for (int number = 4; number <= 20; number++) {
        assertThat(replica.acknowledgement(point("e", "p", number, 1)).getDuplicate()).isFalse();
      }
    }
  }

  @Test
  void aProducerBeyondItsQuotaIsRefusedAndOthersAreNot() throws Exception {
    try (Replica replica = Replica.of(database, 1, Replica.Limits.ofQuota(1, 1))) {
      replica.acknowledgement(point("e", "p", 1, 1));

      assertThatExceptionOfType(Failure.class)
          .isThrownBy(() -> replica.send(point("e", "p", 2, 2)))
          .satisfies(
              failure -> {
                assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED);
                assertThat(Errors.detail(failure, RetryInfo.class)).isPresent();
              });
      assertThat(replica.acknowledgement(point("e", "q", 1, 1)).getPosition()).isEqualTo("0:2");
      assertThat(StoredBatches.of(database, "p")).hasSize(1);
    }
  }

  private static void assertOverloaded(ThrowingCallable send) {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(send)
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);
              assertThat(Errors.detail(failure, RetryInfo.class)).isPresent();
            });
  }

  @Test
  void aBatchWhoseTurnComesAfterItsDeadlineIsNotAppended() throws Exception {
    Deadline passed = Deadline.after(-1, TimeUnit.SECONDS);
    try (Replica replica = Replica.of(database, 1)) {
      CompletableFuture<Outcome> first;
      CompletableFuture<Outcome> late;
      try (Connection blocker = lockedHead()) {
        first = replica.send(point("e", "p", 1, 1));
        late = replica.send(point("e", "p", 2, 2), passed);
        blocker.rollback();
      }

      assertThat(first.join().acknowledgement()).isPresent();
      Failure refusal = late.join().refusal().orElseThrow();
      assertThat(refusal.reason()).isEqualTo(ErrorReason.ERROR_REASON_DEADLINE_PASSED);
      assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(replica.acknowledgement(point("e", "p", 2, 3)).getPosition()).isEqualTo("0:2");
    }
  }

  @Test
  void aFullDiskRefusesWithATimeToRetryAndHealsByItself() throws Exception {
    try (Replica replica = Replica.of(database, 1)) {
      replica.acknowledgement(point("e", "p", 1, 1));
      execute(
          """
          CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$""",
          "CREATE TRIGGER full_disk BEFORE INSERT ON journal EXECUTE FUNCTION full_disk()");

      Failure full = replica.refusal(point("e", "p", 2, 2));
      Failure again = replica.refusal(point("e", "p", 3, 3));
      execute("DROP TRIGGER full_disk ON journal");

      assertThat(full.reason()).isEqualTo(ErrorReason.ERROR_REASON_STORAGE_FULL);
      assertThat(full.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(Errors.detail(full, RetryInfo.class)).isPresent();
      assertThat(again.reason()).isEqualTo(ErrorReason.ERROR_REASON_NUMBER_GAP);
      assertThat(replica.acknowledgement(point("e", "p", 2, 2)).getPosition()).isEqualTo("0:2");
      assertThat(StoredBatches.of(database, "p")).hasSize(2);
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = Databases.dataSource(database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** A connection that keeps every appender waiting until it is rolled back. */
  private Connection lockedHead() throws Exception {
    Connection connection = Databases.dataSource(database).getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT * FROM partition_head FOR UPDATE");
    }
    return connection;
  }
}
