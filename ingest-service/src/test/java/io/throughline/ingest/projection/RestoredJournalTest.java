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
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.position.Position;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower over a journal that was restored from a backup older than what it has applied. */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class RestoredJournalTest {
  @GrpcClient("journal")
  Channel channel;

  @Inject DataSource journal;

  private JournalClient client;
  private Projection projection;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
    projection = new Projection("true");
  }

  @AfterEach
  void disconnect() {
    projection.close();
  }

  private Follower follow() {
    Follower follower =
        new Follower(
            JournalServiceGrpc.newStub(channel)
                .withCallCredentials(
                    new BearerToken(TestTokens.token("follower", "*", Permission.PERMISSION_READ))),
            projection.pool(),
            FollowerOptions.ofSchema(Projection.SCHEMA),
            Projection::effect);
    follower.start();
    return follower;
  }

  private Position append(int from, int to, double value) {
    Position position = Position.START;
    for (int number = from; number <= to; number++) {
      position = Position.parse(client.append(point("restored", "p", number, value)).getPosition());
    }
    return position;
  }

  @Test
  void theFollowerStopsVisiblyAndTouchesNothing() throws SQLException {
    try (Follower before = follow()) {
      before.awaitPosition(append(1, 10, 1), Duration.ofSeconds(20)).await().indefinitely();
    }
    List<Long> applied = projection.numbers("experiments/restored");
    List<Long> cursors = projection.cursors();

    loseTheLast(5);
    append(6, 12, 2);

    try (Follower after = follow()) {
      await().until(() -> after.state().phase() == FollowerState.Phase.DIVERGED);
      HealthCheckResponse health = after.health("journal", Duration.ofHours(1));

      assertThat(health.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
      assertThat(health.getData().orElseThrow().get("reason").toString()).contains("older backup");
    }
    assertThat(projection.numbers("experiments/restored")).isEqualTo(applied);
    assertThat(projection.cursors()).isEqualTo(cursors);
  }

  /** Puts the journal's database into the state that it had before its last batches. */
  private void loseTheLast(int batches) throws SQLException {
    try (Connection connection = journal.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          DELETE FROM journal USING partition_head
          WHERE journal.partition_id = partition_head.partition_id
            AND journal.scope = 'experiments/restored' AND journal.number > %d"""
              .formatted(10 - batches));
      statement.execute(
          """
          UPDATE partition_head SET position = coalesce((SELECT max(position) FROM journal
            WHERE journal.partition_id = partition_head.partition_id), 0)""");
      statement.execute(
          "UPDATE producer SET number = %d WHERE scope = 'experiments/restored'"
              .formatted(10 - batches));
    }
  }
}
