package io.throughline.ingest.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.testing.Events;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.testing.Observations;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class PopulationAppendTest {
  @GrpcClient("journal")
  Channel channel;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
  }

  @Test
  void aBatchOfAPopulationIsAcknowledgedOnceAllItsBucketsHoldIt() {
    Acknowledgement first = client.append(outcomes("whole", 1, 100));
    Acknowledgement again = client.append(outcomes("whole", 1, 100));
    Acknowledgement next = client.append(outcomes("whole", 2, 1));

    assertThat(again.getDuplicate()).isTrue();
    assertThat(again.getPosition()).isEqualTo(first.getPosition());
    assertThat(next.getDuplicate()).isFalse();
    assertThat(Position.parse(next.getPosition()).covers(Position.parse(first.getPosition())))
        .isTrue();
  }

  @Test
  void aChangedBatchAndAGapAreRefusedAsAWhole() {
    client.append(outcomes("refused", 1, 100));

    StatusRuntimeException changed = client.refusal(outcomes("refused", 1, 99));
    StatusRuntimeException gap = client.refusal(outcomes("refused", 3, 100));

    assertThat(Errors.reason(changed)).isEqualTo("CONTENT_CHANGED");
    assertThat(Errors.reason(gap)).isEqualTo("NUMBER_GAP");
    assertThat(Errors.metadata(gap, "expected")).isEqualTo("2");
  }

  @Test
  void aBucketIsNoScopeOfAClient() {
    Batch batch =
        outcomes("bucket", 1, 1).toBuilder()
            .setScope(Observations.POPULATION + "/buckets/3")
            .build();

    assertThat(client.refusal(batch).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void ofSeveralGapsTheLowestNumberIsTold() {
    Outcome outcome =
        SplitOutcome.of(
            List.of(
                Outcome.acknowledged(1, 5, false),
                Outcome.refused(Failure.of(ErrorReason.ERROR_REASON_OVERLOADED, "full")),
                Outcome.refused(gap(7)),
                Outcome.refused(gap(6))));

    assertThat(outcome.acknowledgement()).isEmpty();
    assertThat(outcome.refusal().orElseThrow().metadata("expected")).contains("6");
  }

  @Test
  void aBatchIsADuplicateOnlyWhereEveryPartIs() {
    Outcome outcome =
        SplitOutcome.of(
            List.of(Outcome.acknowledged(1, 5, true), Outcome.acknowledged(2, 9, false)));

    assertThat(outcome.acknowledgement().orElseThrow().getDuplicate()).isFalse();
    assertThat(outcome.acknowledgement().orElseThrow().getPosition()).isEqualTo("1:5,2:9");
  }

  private static Failure gap(long expected) {
    return Failure.of(ErrorReason.ERROR_REASON_NUMBER_GAP, "gap")
        .with("expected", Long.toString(expected));
  }

  private static Batch outcomes(String producer, long number, int units) {
    return Events.batch(Observations.POPULATION, producer, number)
        .addEvents(Event.newBuilder().setOutcomesObserved(Observations.outcomes(units)))
        .build();
  }
}
