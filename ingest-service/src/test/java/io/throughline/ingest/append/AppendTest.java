package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.batch;
import static io.throughline.ingest.testing.Events.run;
import static io.throughline.ingest.testing.Events.runs;
import static io.throughline.ingest.testing.JournalClient.place;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.DatasetUsed;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentDeclared;
import io.throughline.event.v1.ModelUsed;
import io.throughline.event.v1.RunStarted;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.testing.Errors;
import io.throughline.server.testing.TestTokens;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class AppendTest {
  @GrpcClient("journal")
  Channel channel;

  private JournalClient client;

  @BeforeEach
  void connect() {
    client = JournalClient.of(channel, Permission.PERMISSION_EMIT);
  }

  @Test
  void aResentBatchIsAcknowledgedAgainAtItsFirstPosition() {
    Acknowledgement first = client.append(runs("resent", "p", 1, "a"));
    client.append(runs("resent", "p", 2, "b"));

    Acknowledgement again = client.append(runs("resent", "p", 1, "a"));

    assertThat(first.getDuplicate()).isFalse();
    assertThat(again.getDuplicate()).isTrue();
    assertThat(again.getPosition()).isEqualTo(first.getPosition());
    Acknowledgement third = client.append(runs("resent", "p", 3, "c"));
    assertThat(place(third.getPosition())).isEqualTo(place(first.getPosition()) + 2);
  }

  @Test
  void aGapIsRefusedWithTheExpectedNumberAndConsumesNone() {
    client.append(runs("gap", "p", 1, "a"));

    StatusRuntimeException refused = client.refusal(runs("gap", "p", 3, "c"));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
    assertThat(Errors.reason(refused)).isEqualTo("NUMBER_GAP");
    assertThat(Errors.metadata(refused, "expected")).isEqualTo("2");
    assertThat(client.append(runs("gap", "p", 2, "b")).getDuplicate()).isFalse();
  }

  @Test
  void anUnknownProducerStartsAtOne() {
    StatusRuntimeException refused = client.refusal(runs("unknown", "p", 2, "a"));

    assertThat(Errors.metadata(refused, "expected")).isEqualTo("1");
  }

  @Test
  void aHigherEpochStartsAtOneAndFencesTheOlder() {
    client.append(runs("epoch", "p", 1, "a"));
    Batch later = runs("epoch", "p", 1, "b").toBuilder().setEpoch(2).build();
    StatusRuntimeException notAtOne = client.refusal(later.toBuilder().setNumber(2).build());
    client.append(later);

    StatusRuntimeException fenced = client.refusal(runs("epoch", "p", 2, "c"));
    StatusRuntimeException fencedAgain = client.refusal(runs("epoch", "p", 1, "a"));

    assertThat(Errors.metadata(notAtOne, "expected")).isEqualTo("1");
    assertThat(fenced.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(Errors.reason(fenced)).isEqualTo("FENCED");
    assertThat(Errors.reason(fencedAgain)).isEqualTo("FENCED");
  }

  @Test
  void anOldNumberWithOtherContentIsRefused() {
    client.append(runs("changed", "p", 1, "a"));

    StatusRuntimeException refused = client.refusal(runs("changed", "p", 1, "other"));

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(Errors.reason(refused)).isEqualTo("CONTENT_CHANGED");
  }

  @Test
  void theTraceContextIsNoContent() {
    Batch batch = runs("trace", "p", 1, "a");
    client.append(traced(batch, "1"));

    Acknowledgement again = client.append(traced(batch, "2"));

    assertThat(again.getDuplicate()).isTrue();
  }

  private static Batch traced(Batch batch, String digit) {
    return batch.toBuilder()
        .setTraceparent("00-%s-%s-01".formatted(digit.repeat(32), digit.repeat(16)))
        .build();
  }

  @Test
  void aProducerCountsInEachScopeByItself() {
    client.append(runs("count-a", "p", 1, "a"));

    assertThat(client.append(runs("count-b", "p", 1, "a")).getDuplicate()).isFalse();
  }

  @Test
  void aTenantHasItsOwnScopesAndProducers() {
    client.append(runs("tenants", "p", 1, "a"));

    JournalClient other = JournalClient.ofTenant(channel, "other", Permission.PERMISSION_EMIT);

    assertThat(other.append(runs("tenants", "p", 1, "b")).getDuplicate()).isFalse();
  }

  @Test
  void aServiceForEveryTenantHasToNameOne() {
    JournalClient service = JournalClient.ofTenant(channel, "*", Permission.PERMISSION_EMIT);

    StatusRuntimeException refused = service.refusal(runs("everybody", "p", 1, "a"));

    assertThat(Errors.reason(refused)).isEqualTo("TENANT_FORBIDDEN");
  }

  @Test
  void aRefusalListsEveryFaultByEventAndField() {
    Batch faulty =
        batch("experiments/faults", "p", 1)
            .addEvents(run("faults", "fine"))
            .addEvents(run("elsewhere", "a"))
            .addEvents(Event.newBuilder().setRunStarted(RunStarted.newBuilder().setName("x")))
            .addEvents(
                Event.newBuilder()
                    .setValidTime(Timestamp.newBuilder().setNanos(-1))
                    .setRunStarted(
                        RunStarted.newBuilder()
                            .setName("experiments/faults/runs/b")
                            .setParent("experiments/elsewhere/runs/a")))
            .addEvents(Event.getDefaultInstance())
            .addEvents(
                Event.newBuilder()
                    .setExperimentDeclared(
                        ExperimentDeclared.newBuilder()
                            .setName("experiments/faults")
                            .setQuestion("why\0")))
            .build();

    StatusRuntimeException refused = client.refusal(faulty);

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Errors.fields(refused))
        .contains(
            "events[1].run_started.name",
            "events[2].run_started.name",
            "events[3].run_started.parent",
            "events[3].valid_time",
            "events[4].kind",
            "events[5].experiment_declared.question")
        .noneMatch(field -> field.startsWith("events[0]"));
    assertThat(client.append(runs("faults", "p", 1, "fine")).getDuplicate()).isFalse();
  }

  @Test
  void aScopeIsNoPrefixOfAnother() {
    Batch foreign = batch("experiments/a", "p", 1).addEvents(run("ab", "r")).build();

    assertThat(Errors.fields(client.refusal(foreign)))
        .containsExactly("events[0].run_started.name");
  }

  @Test
  void anEventMayReferToWhatIsElsewhere() {
    Batch batch =
        batch("experiments/refers", "p", 1)
            .addEvents(
                Event.newBuilder()
                    .setModelUsed(
                        ModelUsed.newBuilder()
                            .setRun("experiments/refers/runs/r")
                            .setModel("experiments/elsewhere/models/m")))
            .build();

    assertThat(client.append(batch).getDuplicate()).isFalse();
  }

  @Test
  void anUnknownKindIsUnimplemented() {
    Event later =
        Event.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        63,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(com.google.protobuf.ByteString.EMPTY)
                            .build())
                    .build())
            .build();

    StatusRuntimeException refused =
        client.refusal(
            batch("experiments/later", "p", 1)
                .addEvents(run("later", "r"))
                .addEvents(later)
                .build());

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(Errors.reason(refused)).isEqualTo("KIND_UNKNOWN");
    assertThat(Errors.fields(refused)).containsExactly("events[1]");
  }

  @Test
  void anUnknownValueOfAnEnumerationIsUnimplemented() {
    Batch batch =
        batch("experiments/later", "p", 1)
            .addEvents(
                Event.newBuilder()
                    .setDatasetUsed(
                        DatasetUsed.newBuilder()
                            .setRun("experiments/later/runs/r")
                            .setDataset("experiments/later/datasets/d")
                            .setAccessValue(99)))
            .build();

    StatusRuntimeException refused = client.refusal(batch);

    assertThat(Errors.reason(refused)).isEqualTo("KIND_UNKNOWN");
    assertThat(Errors.fields(refused)).containsExactly("events[0].dataset_used.access");
  }

  @Test
  void aBatchHasAtMostTenThousandEvents() {
    Batch.Builder batch =
        batch("experiments/many", "p", 1)
            .addAllEvents(Collections.nCopies(10_000, run("many", "r")));

    assertThat(client.append(batch.build()).getDuplicate()).isFalse();
    StatusRuntimeException refused =
        client.refusal(batch.setNumber(2).addEvents(run("many", "r")).build());

    assertThat(Errors.fields(refused)).containsExactly("events");
  }

  @Test
  void aRequestWithoutBatchIsRefused() {
    assertThat(Errors.fields(client.refusal(Batch.getDefaultInstance())))
        .contains("scope", "producer", "epoch", "number", "events");
  }
}
