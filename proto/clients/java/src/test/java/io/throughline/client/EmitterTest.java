package io.throughline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmitterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2010-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final StatusRuntimeException AWAY = Status.UNAVAILABLE.asRuntimeException();

  private UnreliableJournal journal;

  @BeforeEach
  void startJournal() throws IOException {
    journal = new UnreliableJournal();
  }

  @AfterEach
  void stopJournal() {
    journal.close();
  }

  @Test
  void numbersTheBatchesOfEachScopeFromOne() {
    try (Emitter emitter = emitter(Duration.ofSeconds(20))) {
      // Given
      Experiment experiment = emitter.experiment("e");

      // When
      experiment.declare("E", "why?");
      emitter.flush();
      emitter.declareEnvironment("production", "Production");
      experiment.declare("E", "how?");
      emitter.flush();
    }

    // Then
    assertThat(journal.received())
        .extracting(Batch::getScope, Batch::getEpoch, Batch::getNumber)
        .containsExactlyInAnyOrder(
            tuple("experiments/e", 1L, 1L),
            tuple("experiments/e", 1L, 2L),
            tuple("environments/production", 1L, 1L));
    assertThat(journal.received()).extracting(Batch::getProducer).containsOnly(producer());
  }

  @Test
  void repeatsTheSameBatchUntilItIsAcknowledged() {
    // Given
    journal.failNext(AWAY, 2);
    journal.failNext(Status.DEADLINE_EXCEEDED.asRuntimeException(), 1);
    journal.failNext(Status.RESOURCE_EXHAUSTED.asRuntimeException(), 1);

    // When
    try (Emitter emitter = emitter(Duration.ofSeconds(20))) {
      emitter.experiment("e").declare("E", "why?");
      emitter.flush();
      assertThat(emitter.position()).isEqualTo("0:5");
    }

    // Then
    assertThat(journal.received()).hasSize(5).containsOnly(journal.received().get(0));
  }

  @Test
  void keepsAnUnacknowledgedBatchInFrontWhenPatienceIsOver() {
    try (Emitter emitter = emitter(Duration.ofMillis(200))) {
      // Given
      journal.failNext(AWAY, 1000);
      Experiment experiment = emitter.experiment("e");
      experiment.declare("first", "");
      assertThatThrownBy(emitter::flush)
          .isInstanceOf(EmitException.class)
          .hasMessageContaining("Batch 1 of experiments/e")
          .hasMessageContaining("UNAVAILABLE");
      Batch first = journal.received().get(0);
      int before = journal.received().size();

      // When
      journal.recover();
      experiment.declare("second", "");
      emitter.flush();

      // Then
      List<Batch> after = journal.received().subList(before, journal.received().size());
      assertThat(after).extracting(Batch::getNumber).containsExactly(1L, 2L);
      assertThat(after.get(0)).isEqualTo(first);
    }
  }

  @Test
  void tellsEveryFaultOfARefusedBatchAndUsesItsNumberAgain() {
    try (Emitter emitter = emitter(Duration.ofSeconds(20))) {
      // Given
      journal.failNext(refusal("batch.events[0].experiment_declared.name", "too long"), 1);
      Experiment experiment = emitter.experiment("e");
      experiment.declare("refused", "");

      // When
      assertThatThrownBy(emitter::flush)
          .isInstanceOfSatisfying(
              EmitException.class,
              e ->
                  assertThat(e.violations())
                      .containsExactly("batch.events[0].experiment_declared.name: too long"))
          .hasMessageContaining("INVALID_ARGUMENT, FIELDS_INVALID");
      experiment.declare("mended", "");
      emitter.flush();

      // Then
      assertThat(journal.received()).extracting(Batch::getNumber).containsExactly(1L, 1L);
      assertThat(journal.received().get(1).getEvents(0).getExperimentDeclared().getDisplayName())
          .isEqualTo("mended");
    }
  }

  @Test
  void aStepIsARunOfItsOwnWithinItsPipeline() {
    // When
    try (Emitter emitter = emitter(Duration.ofSeconds(20))) {
      emitter
          .experiment("e")
          .run(
              "r",
              "pipeline",
              run ->
                  run.step(
                      "train",
                      step -> {
                        step.hyperparameters(Map.of("alpha", 0.5));
                        return step.produces(model -> model.setAlgorithm("elastic net"));
                      }));
    }

    // Then
    List<Event> events =
        journal.received().stream().flatMap(batch -> batch.getEventsList().stream()).toList();
    assertThat(events)
        .extracting(Event::getKindCase)
        .containsExactly(
            Event.KindCase.RUN_STARTED,
            Event.KindCase.RUN_STARTED,
            Event.KindCase.PARAMETERS_CHOSEN,
            Event.KindCase.MODEL_PRODUCED,
            Event.KindCase.RUN_ENDED,
            Event.KindCase.RUN_ENDED);
    assertThat(events.get(1).getRunStarted().getParent()).isEqualTo("experiments/e/runs/r");
    assertThat(events.get(3).getModelProduced().getName())
        .isEqualTo("experiments/e/models/r.train");
    assertThat(events)
        .extracting(event -> event.getValidTime().getSeconds())
        .containsOnly(CLOCK.instant().getEpochSecond());
  }

  @Test
  void aRunWhoseWorkThrowsHasFailedWithTheReason() {
    try (Emitter emitter = emitter(Duration.ofSeconds(20))) {
      // When
      assertThatThrownBy(
              () ->
                  emitter
                      .experiment("e")
                      .run(
                          "r",
                          "pipeline",
                          run -> {
                            throw new IllegalStateException("no sales");
                          }))
          .isInstanceOf(IllegalStateException.class);
    }

    // Then
    Batch batch = journal.received().get(0);
    Event last = batch.getEvents(batch.getEventsCount() - 1);
    assertThat(last.getRunEnded().getState()).isEqualTo(RunState.RUN_STATE_FAILED);
    assertThat(last.getRunEnded().getMessage()).isEqualTo("no sales");
  }

  @Test
  void readsTheTokenAnewForEveryCall(@TempDir Path directory) throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("token"), "first\n");
    Connection connection =
        new Connection(journal.address(), Optional.of(file), Duration.ofSeconds(20));
    try (Emitter emitter = Emitter.connect("test", connection, CLOCK)) {
      emitter.experiment("e").declare("E", "");
      emitter.flush();

      // When
      Files.writeString(file, "second\n");
      emitter.experiment("e").declare("E", "");
    }

    // Then
    assertThat(journal.tokens()).containsExactly("Bearer first", "Bearer second");
  }

  private Emitter emitter(Duration patience) {
    return Emitter.connect(
        "test", new Connection(journal.address(), Optional.empty(), patience), CLOCK);
  }

  private String producer() {
    return journal.received().get(0).getProducer();
  }

  private static StatusRuntimeException refusal(String field, String description) {
    BadRequest faults =
        BadRequest.newBuilder()
            .addFieldViolations(
                BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description))
            .build();
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason("FIELDS_INVALID").setDomain("throughline").build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT_VALUE)
            .setMessage("1 fault")
            .addDetails(Any.pack(info))
            .addDetails(Any.pack(faults))
            .build());
  }
}
