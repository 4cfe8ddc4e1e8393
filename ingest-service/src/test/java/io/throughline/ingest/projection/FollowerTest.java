package io.throughline.ingest.projection;

import static io.throughline.ingest.testing.Events.point;
import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Event;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.follower.FollowerState;
import io.throughline.ingest.follower.Lag;
import io.throughline.ingest.testing.Databases;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.testing.Proxy;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.peer.PeerChannels;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class FollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @GrpcClient("journal")
  Channel channel;

  @ConfigProperty(name = "quarkus.grpc.clients.journal.port")
  int port;

  @Inject DataSource journal;

  private final List<Follower> followers = new ArrayList<>();
  private JournalClient client;
  private Projection projection;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
    projection = new Projection("scope NOT LIKE '%poison%' OR number NOT IN (7, 13)");
  }

  @AfterEach
  void stop() {
    followers.forEach(Follower::close);
    projection.close();
  }

  private Follower follow(Channel from, FollowerOptions options) {
    Follower follower =
        new Follower(
            JournalServiceGrpc.newStub(from)
                .withCallCredentials(
                    new BearerToken(TestTokens.token("follower", "*", Permission.PERMISSION_READ))),
            projection.pool(),
            options,
            Projection::effect);
    followers.add(follower);
    follower.start();
    return follower;
  }

  private Follower follow() {
    return follow(channel, FollowerOptions.ofSchema(Projection.SCHEMA));
  }

  private Position append(String experiment, int from, int to) {
    Position position = Position.START;
    for (int number = from; number <= to; number++) {
      position =
          position.merge(
              Position.parse(client.append(point(experiment, "p", number, 1)).getPosition()));
    }
    return position;
  }

  private static List<Long> upTo(int last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static List<Long> healthyUpTo(int last) {
    return upTo(last).stream().filter(number -> number != 7 && number != 13).toList();
  }

  @Test
  void theLagIsToldInPositionsAndTimeUntilItIsGone() throws SQLException {
    append("lag", 1, 1);
    try (Connection other = Databases.dataSource(projection.database).getConnection()) {
      // Given
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE generation_1.seen");
      Position end = append("lag", 2, 20);
      // When
      Follower follower = follow();
      await()
          .atMost(PATIENCE)
          .until(() -> follower.lag().positions() >= 20 && follower.lag().age().toMillis() >= 100);
      assertThat(follower.health("journal", Duration.ofMillis(50)).getStatus())
          .isEqualTo(HealthCheckResponse.Status.DOWN);
      assertThat(follower.health("journal", Duration.ofHours(1)).getStatus())
          .isEqualTo(HealthCheckResponse.Status.UP);
      other.rollback();
      // Then
      follower.awaitPosition(end, PATIENCE).await().indefinitely();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(follower.lag()).isEqualTo(new Lag(0, Duration.ZERO, 0)));
    }
  }

  @Test
  void theQuarantineIsCounted() {
    Position end = append("poison-counted", 1, 14);

    Follower follower = follow();

    follower.awaitPosition(end, PATIENCE).await().indefinitely();
    await().atMost(PATIENCE).until(() -> follower.lag().quarantined() >= 2);
  }

  @Test
  void theJournalIsToldHowFarANamedFollowerHasCome() {
    Position end = append("told", 1, 10);
    Follower follower =
        follow(
            channel,
            FollowerOptions.ofSchema(Projection.SCHEMA)
                .named("told.generation_1", Duration.ofMillis(50)));
    follower.awaitPosition(end, Duration.ofSeconds(20)).await().indefinitely();

    await().until(() -> toldPosition("told.generation_1").covers(end));
  }

  private Position toldPosition(String follower) throws SQLException {
    Position told = Position.START;
    try (Connection connection = journal.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT partition_id, position FROM follower WHERE name = ? AND position > 0")) {
      statement.setString(1, follower);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          told = told.merge(Position.of(rows.getInt(1), rows.getLong(2)));
        }
      }
    }
    return told;
  }

  @Test
  void everyBatchIsAppliedOnceAndInOrder() {
    append("follow", 1, 30);
    Follower follower = follow();

    follower.awaitPosition(append("follow", 31, 60), PATIENCE).await().indefinitely();

    assertThat(projection.numbers("experiments/follow")).isEqualTo(upTo(60));
    assertThat(follower.state().phase()).isEqualTo(FollowerState.Phase.FOLLOWING);
  }

  @RepeatedTest(3)
  void threeReplicasApplyEveryBatchOnce(RepetitionInfo repetition) {
    String experiment = "replicas-poison-" + repetition.getCurrentRepetition();
    append(experiment, 1, 40);
    List<Follower> replicas = List.of(follow(), follow(), follow());

    Position end = append(experiment, 41, 150);

    for (Follower replica : replicas) {
      replica.awaitPosition(end, PATIENCE).await().indefinitely();
    }
    assertThat(projection.numbers("experiments/" + experiment)).isEqualTo(healthyUpTo(150));
    assertThat(projection.quarantined("experiments/" + experiment)).containsExactly(7L, 13L);
  }

  @Test
  void aReplicaWithoutAStreamSeesWhatAnotherHasApplied() {
    Follower idle =
        new Follower(
            JournalServiceGrpc.newStub(channel),
            projection.pool(),
            FollowerOptions.ofSchema(Projection.SCHEMA),
            Projection::effect);
    follow();

    Position end = append("idle", 1, 3);

    idle.awaitPosition(end, PATIENCE).await().indefinitely();
    assertThat(idle.position().covers(end)).isTrue();
  }

  @Test
  void aProjectionGoesOnFromItsCursor() {
    Follower first = follow();
    first.awaitPosition(append("restart", 1, 5), PATIENCE).await().indefinitely();
    first.close();
    Position end = append("restart", 6, 9);

    follow().awaitPosition(end, PATIENCE).await().indefinitely();

    assertThat(projection.numbers("experiments/restart")).isEqualTo(upTo(9));
  }

  @Test
  void whatCannotBeAppliedIsQuarantinedAndTheRestGoesOn() {
    Position end = append("poison", 1, 20);

    follow().awaitPosition(end, PATIENCE).await().indefinitely();

    assertThat(projection.quarantined("experiments/poison")).containsExactly(7L, 13L);
    assertThat(projection.numbers("experiments/poison")).isEqualTo(healthyUpTo(20));
  }

  @Test
  void aFilterLeavesBatchesOutAndMovesTheCursorAllTheSame() {
    client.append(runs("filter", "p", 1, "a"));
    Position end = append("filter", 2, 10);

    follow(
            channel,
            FollowerOptions.ofSchema(Projection.SCHEMA)
                .withKinds(Set.of(Event.KindCase.RUN_STARTED)))
        .awaitPosition(end, PATIENCE)
        .await()
        .indefinitely();

    assertThat(projection.numbers("experiments/filter")).containsExactly(1L);
  }

  @Test
  void aPositionThatIsNotReachedInTimeIsNotCaughtUp() {
    Follower follower = follow();
    Position far = Position.of(0, 1_000_000_000);

    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> follower.awaitPosition(far, Duration.ofMillis(50)).await().indefinitely())
        .satisfies(
            failure ->
                assertThat(failure.reason()).isEqualTo(ErrorReason.ERROR_REASON_NOT_CAUGHT_UP));
  }

  @Test
  void aBrokenStreamIsOpenedAgain() throws Exception {
    try (Proxy proxy = new Proxy(port)) {
      ManagedChannel through = PeerChannels.channel("localhost:" + proxy.port());
      Follower follower = follow(through, FollowerOptions.ofSchema(Projection.SCHEMA));
      follower.awaitPosition(append("broken", 1, 3), PATIENCE).await().indefinitely();

      proxy.shut();
      await().until(() -> follower.state().phase() == FollowerState.Phase.CONNECTING);
      HealthCheckResponse.Status away =
          follower.health("journal", PATIENCE.multipliedBy(10)).getStatus();
      Position end = append("broken", 4, 6);
      proxy.open();
      follower.awaitPosition(end, PATIENCE).await().indefinitely();

      assertThat(away).isEqualTo(HealthCheckResponse.Status.UP);
      assertThat(projection.numbers("experiments/broken")).isEqualTo(upTo(6));
      through.shutdownNow();
    }
  }

  @Test
  void aProjectionWhoseTablesComeLaterIsFilledThen() {
    projection.execute("ALTER SCHEMA %s RENAME TO elsewhere".formatted(Projection.SCHEMA));
    Follower follower = follow();
    Position end = append("tables", 1, 3);
    await().until(() -> !follower.state().reason().isEmpty());

    projection.execute("ALTER SCHEMA elsewhere RENAME TO " + Projection.SCHEMA);

    follower.awaitPosition(end, PATIENCE).await().indefinitely();
    assertThat(projection.numbers("experiments/tables")).isEqualTo(upTo(3));
    assertThat(projection.quarantined("experiments/tables")).isEmpty();
  }
}
