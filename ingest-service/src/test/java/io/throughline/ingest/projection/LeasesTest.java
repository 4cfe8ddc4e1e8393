package io.throughline.ingest.projection;

import static io.throughline.ingest.testing.Events.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.follower.FollowerState;
import io.throughline.ingest.follower.Lag;
import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.testing.Proxy;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.position.Position;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class LeasesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofHours(1);
  private static final int PARTITIONS = 8;
  private static final int SCOPES = 24;

  @GrpcClient("journal")
  Channel channel;

  private final List<Follower> followers = new ArrayList<>();
  private JournalClient client;
  private Projection projection;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
    projection = new Projection("true");
  }

  @AfterEach
  void stop() {
    followers.forEach(Follower::close);
    projection.close();
  }

  private Follower replica(String name, Duration lease, Pool pool) {
    Follower follower =
        new Follower(
            JournalServiceGrpc.newStub(channel)
                .withCallCredentials(
                    new BearerToken(TestTokens.token("follower", "*", Permission.PERMISSION_READ))),
            pool,
            FollowerOptions.ofSchema(Projection.SCHEMA).asReplica(name, lease),
            Projection::effect);
    followers.add(follower);
    follower.start();
    return follower;
  }

  private Follower replica(String name, Duration lease) {
    return replica(name, lease, projection.pool());
  }

  /** Appends to scopes that lie in all partitions. */
  private Position append(String experiment, int from, int to) {
    Position end = Position.START;
    for (int number = from; number <= to; number++) {
      for (int scope = 0; scope < SCOPES; scope++) {
        end =
            end.merge(
                Position.parse(
                    client.append(point(experiment + scope, "p", number, 1)).getPosition()));
      }
    }
    return end;
  }

  private void assertOnceAndInOrder(String experiment, int last) {
    for (int scope = 0; scope < SCOPES; scope++) {
      assertThat(projection.numbers("experiments/" + experiment + scope))
          .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
    }
  }

  private static void awaitShares(Follower... replicas) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Set<Integer> all = new HashSet<>();
              int held = 0;
              for (Follower replica : replicas) {
                int share = replica.partitions().size();
                if (share > (PARTITIONS + replicas.length - 1) / replicas.length) {
                  return false;
                }
                held += share;
                all.addAll(replica.partitions());
              }
              return held == PARTITIONS && all.size() == PARTITIONS;
            });
  }

  @Test
  void noReplicaLagsBehindWhatAnotherHasApplied() {
    Follower first = replica("a", SHORT);
    Follower second = replica("b", SHORT);
    awaitShares(first, second);

    Position end = append("told", 1, 2);

    for (Follower each : followers) {
      await().atMost(PATIENCE).until(() -> each.position().covers(end));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(each.lag()).isEqualTo(new Lag(0, Duration.ZERO, 0)));
    }
  }

  @Test
  void replicasShareThePartitionsAndEveryBatchIsAppliedOnce() {
    Follower first = replica("a", SHORT);
    awaitShares(first);
    Position before = append("shared", 1, 5);

    Follower second = replica("b", SHORT);
    Follower third = replica("c", SHORT);
    Position during = append("shared", 6, 10);
    awaitShares(first, second, third);
    Position end = append("shared", 11, 15).merge(during).merge(before);

    for (Follower each : followers) {
      each.awaitPosition(end, PATIENCE).await().indefinitely();
    }
    assertOnceAndInOrder("shared", 15);
  }

  @Test
  void aReplicaThatLeavesHandsItsPartitionsOver() {
    Follower first = replica("a", LONG);
    awaitShares(first);
    first.awaitPosition(append("left", 1, 2), PATIENCE).await().indefinitely();
    first.close();

    Follower second = replica("b", SHORT);
    awaitShares(second);
    second.awaitPosition(append("left", 3, 4), PATIENCE).await().indefinitely();

    assertOnceAndInOrder("left", 4);
  }

  @Test
  void aReplicaThatIsSilentLosesItsPartitionsAndDoublesNothingWhenItComesBack() throws Exception {
    try (Proxy proxy = new Proxy(projection.database.port())) {
      Pool cut = Databases.pool(projection.database, proxy.port());
      Follower silent = replica("silent", SHORT, cut);
      Follower other = replica("other", SHORT);
      awaitShares(silent, other);
      Position before = append("silent", 1, 3);

      proxy.shut();
      Position during = append("silent", 4, 6);
      await().atMost(PATIENCE).until(() -> other.partitions().size() == PARTITIONS);
      other.awaitPosition(before.merge(during), PATIENCE).await().indefinitely();
      assertOnceAndInOrder("silent", 6);

      proxy.open();
      awaitShares(silent, other);
      Position after = append("silent", 7, 9);
      other.awaitPosition(after, PATIENCE).await().indefinitely();
      silent.awaitPosition(after, PATIENCE).await().indefinitely();

      assertOnceAndInOrder("silent", 9);
      silent.close();
      cut.closeAndAwait();
    }
  }

  @Test
  void aRenewalWaitsForNoPartitionThatIsBeingApplied() {
    Follower replica = replica("a", SHORT);
    awaitShares(replica);
    String renewals = "SELECT until FROM %s.replica WHERE name = 'a'".formatted(Projection.SCHEMA);
    var busy = projection.pool().getConnectionAndAwait();
    var applying = busy.beginAndAwait();
    busy.query(
            "SELECT 1 FROM %s.cursor WHERE partition_id = 0 FOR UPDATE"
                .formatted(Projection.SCHEMA))
        .executeAndAwait();

    OffsetDateTime before = time(renewals);
    for (int renewal = 0; renewal < 2; renewal++) {
      OffsetDateTime last = before;
      await().atMost(PATIENCE).until(() -> time(renewals).isAfter(last));
      before = time(renewals);
    }
    Position end = append("busy", 1, 2);

    for (int partition = 1; partition < PARTITIONS; partition++) {
      int other = partition;
      await().atMost(PATIENCE).until(() -> replica.position().at(other) >= end.at(other));
    }
    assertThat(replica.position().at(0)).isLessThan(end.at(0));
    applying.rollbackAndAwait();
    busy.closeAndAwait();
    replica.awaitPosition(end, PATIENCE).await().indefinitely();
    assertOnceAndInOrder("busy", 2);
  }

  private OffsetDateTime time(String sql) {
    return projection.pool().query(sql).executeAndAwait().iterator().next().getOffsetDateTime(0);
  }

  @Test
  void aStepUnderAnOlderEpochIsNotApplied() {
    Follower fenced = replica("fenced", LONG);
    awaitShares(fenced);
    projection.execute(
        """
        UPDATE %s.cursor SET lease_owner = 'another', lease_epoch = lease_epoch + 1,
          lease_until = now() + interval '1 hour'"""
            .formatted(Projection.SCHEMA));

    Position end = append("fenced", 1, 2);
    await().atMost(PATIENCE).until(() -> fenced.state().phase() == FollowerState.Phase.STANDBY);

    assertThat(projection.numbers("experiments/fenced0")).isEmpty();
    projection.execute("UPDATE %s.cursor SET lease_until = now()".formatted(Projection.SCHEMA));
    fenced.close();
    replica("heir", SHORT).awaitPosition(end, PATIENCE).await().indefinitely();
    assertOnceAndInOrder("fenced", 2);
  }

  @Test
  void aReplicaThatStartsAgainUnderItsNameHasItsPartitionsAtOnce() {
    projection.execute(
        "INSERT INTO %s.replica (name, until) VALUES ('same', now() + interval '1 hour')"
            .formatted(Projection.SCHEMA),
        """
        INSERT INTO %s.cursor
          (partition_id, position, digest, lease_owner, lease_epoch, lease_until)
        SELECT p, 0, '', 'same', 7, now() + interval '1 hour' FROM generate_series(0, 7) AS p"""
            .formatted(Projection.SCHEMA));

    Follower again = replica("same", LONG);
    again.awaitPosition(append("again", 1, 1), PATIENCE).await().indefinitely();

    assertThat(again.partitions()).hasSize(PARTITIONS);
    assertOnceAndInOrder("again", 1);
  }

  @Test
  void tablesWithoutLeasesGetThem() {
    projection.execute(
        "DROP TABLE %s.replica".formatted(Projection.SCHEMA),
        "ALTER TABLE %s.cursor DROP COLUMN lease_owner, DROP COLUMN lease_epoch, DROP COLUMN lease_until"
            .formatted(Projection.SCHEMA));

    Follower follower = replica("a", SHORT);
    follower.awaitPosition(append("older", 1, 2), PATIENCE).await().indefinitely();

    assertOnceAndInOrder("older", 2);
  }
}
