package io.throughline.ingest.follow;

import static io.throughline.ingest.testing.Events.runs;
import static io.throughline.ingest.testing.JournalClient.isAt;
import static io.throughline.ingest.testing.JournalClient.partition;
import static io.throughline.ingest.testing.JournalClient.place;
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
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.server.position.Position;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A journal of which retention has removed the beginning. */
@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(value = JournalDatabase.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class HorizonTest {
  @GrpcClient("journal")
  Channel channel;

  @Inject DataSource journal;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT, Permission.PERMISSION_READ);
  }

  @Test
  void whatIsGoneIsProgressToWhoBeginsAndALossToWhoHasMissedIt() throws SQLException {
    client.append(runs("horizon", "p", 1, "a"));
    String second = client.append(runs("horizon", "p", 2, "b")).getPosition();
    String third = client.append(runs("horizon", "p", 3, "c")).getPosition();
    List<FollowResponse> all = follow(third);
    Cursor missed = all.get(0).getCursor();
    Cursor reached = all.get(1).getCursor();
    removeUpTo(second);

    List<FollowResponse> fromZero = follow(third);
    List<FollowResponse> goingOn = follow(third, reached);
    StatusRuntimeException lost =
        catchThrowableOfType(StatusRuntimeException.class, () -> follow(third, missed));
    Journal told = client.stub().getJournal(GetJournalRequest.getDefaultInstance());

    assertThat(fromZero.get(0)).isEqualTo(FollowResponse.newBuilder().setCursor(reached).build());
    assertThat(fromZero.subList(1, fromZero.size())).containsExactly(all.get(2));
    assertThat(goingOn).containsExactly(all.get(2));
    assertThat(Errors.reason(lost)).isEqualTo("JOURNAL_DIVERGED");
    assertThat(lost.getMessage()).contains("retention");
    assertThat(Position.parse(told.getHorizon())).isEqualTo(Position.parse(second));
    assertThat(client.append(runs("horizon", "p", 1, "a")).getDuplicate()).isTrue();
  }

  private List<FollowResponse> follow(String until, Cursor... from) {
    return client.followUntil(
        FollowRequest.newBuilder()
            .addPartitions(partition(until))
            .addAllCursors(List.of(from))
            .build(),
        step -> isAt(step.getCursor(), until));
  }

  private void removeUpTo(String position) throws SQLException {
    try (Connection connection = journal.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO horizon (partition_id, position, digest) SELECT partition_id, position, digest
          FROM journal WHERE partition_id = %d AND position = %d"""
              .formatted(partition(position), place(position)));
      statement.execute(
          "DELETE FROM journal WHERE partition_id = %d AND position <= %d"
              .formatted(partition(position), place(position)));
    }
  }
}
