package io.throughline.ingest.purge;

import static io.throughline.ingest.testing.Events.runs;
import static io.throughline.ingest.testing.JournalClient.isAt;
import static io.throughline.ingest.testing.JournalClient.partition;
import static io.throughline.ingest.testing.JournalClient.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentPurged;
import io.throughline.ingest.testing.Events;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.Tombstone;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class PurgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @GrpcClient("journal")
  Channel channel;

  @Inject DataSource database;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.values());
  }

  private static Batch purged(String experiment) {
    return Events.batch("experiments/" + experiment, "keeper", 1)
        .addEvents(
            Event.newBuilder()
                .setExperimentPurged(
                    ExperimentPurged.newBuilder().setExperiment("experiments/" + experiment)))
        .build();
  }

  private boolean isFinished(String position) {
    return "t"
        .equals(
            text(
                "SELECT finish_time IS NOT NULL FROM purge WHERE partition_id = %d AND position = %d"
                    .formatted(partition(position), place(position))));
  }

  private String text(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? rows.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<FollowResponse> follow(String experiment, String until) {
    return client
        .followUntil(
            FollowRequest.newBuilder().addPartitions(partition(until)).build(),
            step -> isAt(step.getCursor(), until))
        .stream()
        .filter(step -> step.getBatch().getBatch().getScope().equals("experiments/" + experiment))
        .toList();
  }

  /** More batches than a step takes (application.properties of the tests: 10). */
  @Test
  void whatCameBeforeThePurgeGoesAndWhatComesAfterStays() {
    for (int number = 1; number <= 35; number++) {
      client.append(runs("purged", "p" + number % 3, (number + 2) / 3, "r" + number));
    }
    String neighbour = client.append(runs("purged-not", "p", 1, "r")).getPosition();
    String told = client.append(purged("purged")).getPosition();
    String last = client.append(runs("purged", "later", 1, "r")).getPosition();

    await().atMost(PATIENCE).until(() -> isFinished(told));

    List<FollowResponse> left = follow("purged", last);
    assertThat(left).hasSize(37);
    assertThat(left.subList(0, 35))
        .allMatch(
            step ->
                step.getBatch().getTombstone() == Tombstone.TOMBSTONE_PURGED
                    && step.getBatch().getBatch().getEventsCount() == 0);
    assertThat(left.subList(35, 37))
        .allMatch(step -> step.getBatch().getBatch().getEventsCount() == 1);
    assertThat(follow("purged-not", neighbour).get(0).getBatch().getBatch().getEventsCount())
        .isEqualTo(1);
    assertThat(client.append(runs("purged", "p1", 1, "r1")).getDuplicate()).isTrue();
    assertThat(text("SELECT purged_count FROM purge WHERE scope = 'experiments/purged'"))
        .isEqualTo("35");
  }

  /**
   * The third step is killed, twice, while it buries. The first two have looked at 20 batches,
   * among which is the one that tells of the purge.
   */
  @Test
  void aPurgeThatIsKilledInItsMiddleIsFinished() throws SQLException {
    String blocked = "";
    for (int number = 1; number <= 35; number++) {
      String position = client.append(runs("killed", "p", number, "r" + number)).getPosition();
      blocked = number == 25 ? position : blocked;
    }
    String told;
    try (Connection holder = database.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(
          "SELECT FROM journal WHERE partition_id = %d AND position = %d FOR UPDATE"
              .formatted(partition(blocked), place(blocked)));
      told = client.append(purged("killed")).getPosition();
      for (int kill = 0; kill < 2; kill++) {
        await().atMost(PATIENCE).until(this::killWhoWaitsForTheBatch);
      }
      assertThat(text("SELECT purged_count FROM purge WHERE scope = 'experiments/killed'"))
          .isEqualTo("19");
      holder.rollback();
    }

    await().atMost(PATIENCE).until(() -> isFinished(told));

    assertThat(follow("killed", told).subList(0, 35))
        .allMatch(step -> step.getBatch().getTombstone() == Tombstone.TOMBSTONE_PURGED);
    assertThat(text("SELECT purged_count FROM purge WHERE scope = 'experiments/killed'"))
        .isEqualTo("35");
  }

  private boolean killWhoWaitsForTheBatch() {
    return !"0"
        .equals(
            text(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                  AND query LIKE 'UPDATE journal SET payload%'"""));
  }
}
