package io.throughline.ingest.retention;

import static io.throughline.ingest.testing.Events.runs;
import static io.throughline.ingest.testing.JournalClient.partition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.CareServiceGrpc;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.ReportCursorsRequest;
import io.throughline.server.position.Position;
import io.throughline.server.testing.BearerToken;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(value = JournalDatabase.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class RetentionTest {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final OffsetDateTime NOW = OffsetDateTime.now(ZoneOffset.UTC);

  @GrpcClient("journal")
  Channel channel;

  @Inject DataSource database;
  @Inject Pool pool;

  private final List<Position> appended = new ArrayList<>();

  record Limits(Optional<Duration> age, OptionalLong bytes, int stepBatches)
      implements RetentionLimits {
    @Override
    public Duration followerPatience() {
      return WEEK;
    }

    @Override
    public Duration pause() {
      return Duration.ofDays(1);
    }
  }

  private static Limits age(Duration age) {
    return new Limits(Optional.of(age), OptionalLong.empty(), 3);
  }

  private static Limits bytes(long bytes) {
    return new Limits(Optional.empty(), OptionalLong.of(bytes), 3);
  }

  /** An empty journal, then 10 batches, of which the first 5 are ten days old. */
  @BeforeEach
  void appendTen() throws SQLException {
    execute(
        "TRUNCATE journal, horizon, follower, producer, purge",
        "UPDATE partition_head SET position = 0, append_time = '-infinity'");
    JournalClient client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
    for (int number = 1; number <= 10; number++) {
      appended.add(
          Position.parse(client.append(runs("kept", "p", number, "r" + number)).getPosition()));
    }
    execute("UPDATE journal SET append_time = now() - interval '10 days' WHERE number <= 5");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private List<Long> kept() throws SQLException {
    return longs("SELECT position FROM journal ORDER BY position");
  }

  private List<Long> longs(String query) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<Long> all = new ArrayList<>();
      while (rows.next()) {
        all.add(rows.getLong(1));
      }
      return all;
    }
  }

  /** Takes steps until there is nothing to do; how many they were. */
  private int retain(RetentionLimits limits) {
    int steps = 1;
    while (Retention.step(pool, limits, NOW).await().indefinitely()) {
      steps++;
    }
    return steps;
  }

  private void report(String follower, long position) {
    report(follower, position, "*");
  }

  private void report(String follower, long position, String tenant) {
    int partition = partition(appended.get(0).toString());
    CareServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(
            new BearerToken(TestTokens.token(follower, tenant, Permission.PERMISSION_READ)))
        .reportCursors(
            ReportCursorsRequest.newBuilder()
                .setFollower(follower)
                .addCursors(Cursor.newBuilder().setPartition(partition).setPosition(position))
                .build());
  }

  @Test
  void whatIsTooOldGoesInBoundedSteps() throws SQLException {
    int steps = retain(age(Duration.ofDays(8)));

    assertThat(kept()).containsExactly(6L, 7L, 8L, 9L, 10L);
    assertThat(steps).isEqualTo(3);
    assertThat(longs("SELECT max(position) FROM horizon")).containsExactly(5L);
    assertThat(retain(age(Duration.ofDays(11)))).isEqualTo(1);
  }

  @Test
  void nothingGoesThatAKnownFollowerHasNotApplied() throws SQLException {
    report("slow", 2);
    report("fast", 9);

    retain(age(Duration.ofDays(8)));
    assertThat(kept()).hasSize(8);

    report("slow", 10);
    retain(age(Duration.ofDays(8)));
    assertThat(kept()).containsExactly(6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void aFollowerThatBeginsHoldsEverything() throws SQLException {
    JournalClient.ofTenant(channel, "*", Permission.PERMISSION_READ)
        .followUntil(FollowRequest.newBuilder().setFollower("beginner").build(), step -> true);

    retain(age(Duration.ofDays(8)));

    assertThat(kept()).hasSize(10);
  }

  @Test
  void aFollowerThatIsNotSeenForLongHoldsNothing() throws SQLException {
    report("lost", 2);
    execute("UPDATE follower SET seen_time = now() - interval '8 days'");

    retain(age(Duration.ofDays(8)));

    assertThat(kept()).hasSize(5);
  }

  @Test
  void whatIsTooMuchGoesFromTheOldestOn() throws SQLException {
    long all = longs("SELECT sum(octet_length(payload) + 256) FROM journal").get(0);
    long newest = longs("SELECT octet_length(payload) + 256 FROM journal WHERE number = 10").get(0);

    retain(bytes(all));
    assertThat(kept()).hasSize(10);

    retain(bytes(4 * newest));
    assertThat(kept()).containsExactly(7L, 8L, 9L, 10L);
    assertThat(longs("SELECT sum(measured_bytes) FROM horizon"))
        .containsExactly(longs("SELECT sum(octet_length(payload) + 256) FROM journal").get(0));
  }

  @Test
  void onlyWhoActsForEveryTenantIsAFollower() {
    StatusRuntimeException refused =
        catchThrowableOfType(StatusRuntimeException.class, () -> report("stranger", 1, "other"));

    assertThat(Errors.fields(refused)).containsExactly("follower");
  }
}
