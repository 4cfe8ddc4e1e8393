package io.throughline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.FigureDrawn;
import io.throughline.event.v1.PointsMeasured;
import io.throughline.event.v1.RunState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmitterTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2010-01-01T00:00:00Z"), ZoneOffset.UTC);
  private static final Duration PATIENT = Duration.ofMinutes(1);
  private static final Duration IMPATIENT = Duration.ofMillis(200);

  @TempDir Path directory;
  private UnreliableJournal journal;

  @BeforeAll
  static void waitLongEnough() {
    Awaitility.setDefaultTimeout(PATIENT);
  }

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
    try (Emitter emitter = emitter(PATIENT)) {
      // Given
      Experiment experiment = emitter.experiment("e");

      // When
      experiment.declare("E", "why?");
      emitter.flush();
      emitter.environment("production").declare("Production");
      experiment.declare("E", "how?");
      emitter.flush();
    }

    // Then
    assertThat(journal.accepted())
        .extracting(Batch::getScope, Batch::getEpoch, Batch::getNumber)
        .containsExactlyInAnyOrder(
            tuple("experiments/e", 1L, 1L),
            tuple("experiments/e", 1L, 2L),
            tuple("environments/production", 1L, 1L));
    assertThat(journal.accepted()).extracting(Batch::getProducer).containsOnly(producer());
  }

  @Test
  void repeatsTheSameBatchUntilItIsAcknowledged() {
    // Given
    journal.breakBefore(1);
    journal.breakAfter(2);

    // When
    try (Emitter emitter = emitter(PATIENT)) {
      emitter.experiment("e").declare("E", "why?");
      assertThat(emitter.flush()).isEqualTo("0:1");
    }

    // Then
    assertThat(journal.received()).hasSize(4).containsOnly(journal.received().get(0));
    assertThat(journal.accepted()).hasSize(1);
  }

  @Test
  void saysWhatIsNotDurableWhenPatienceIsOverAndGoesOnTrying() {
    try (Emitter emitter = emitter(IMPATIENT)) {
      // Given
      journal.away(true);
      Experiment experiment = emitter.experiment("e");
      experiment.declare("first", "");
      assertThatThrownBy(emitter::flush)
          .isInstanceOf(EmitException.class)
          .hasMessageContaining("not in the journal yet");

      // When
      experiment.declare("second", "");
      journal.away(false);

      // Then
      await()
          .untilAsserted(
              () ->
                  assertThat(journal.events())
                      .extracting(event -> event.getExperimentDeclared().getDisplayName())
                      .containsExactly("first", "second"));
    }
  }

  @Test
  void leavesOutARefusedEventAndTellsItsFault() {
    try (Emitter emitter = emitter(PATIENT)) {
      // Given
      Experiment experiment = emitter.experiment("e");
      journal.breakBefore(1);

      // When
      experiment.declare("first", "");
      experiment.declare(UnreliableJournal.FORBIDDEN, "");
      experiment.declare("second", "");
      assertThatThrownBy(emitter::flush)
          .isInstanceOf(EmitException.class)
          .hasMessageContaining("1 points or events did not get into the journal")
          .hasMessageContaining("FIELDS_INVALID")
          .hasMessageContaining("experiment_declared.display_name: is forbidden");
      experiment.declare("third", "");
      emitter.flush();

      // Then
      assertThat(journal.events())
          .extracting(event -> event.getExperimentDeclared().getDisplayName())
          .containsExactly("first", "second", "third");
      assertThat(emitter.report().refusedEvents()).isEqualTo(1);
    }
  }

  @Test
  void aRunThatProducesSeveralModelsNamesThem() {
    List<String> names;
    try (Emitter emitter = emitter(PATIENT);
        Run run = emitter.experiment("e").run("r", "train")) {
      names =
          List.of(
              run.produces(model -> model.setAlgorithm("cart")),
              run.produces(model -> model.setName("experiments/e/models/another")));
      assertThatThrownBy(() -> run.produces(model -> model.setAlgorithm("svm")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has produced 'experiments/e/models/r' already");
    }
    assertThat(names).containsExactly("experiments/e/models/r", "experiments/e/models/another");
    assertThat(journal.events())
        .filteredOn(Event::hasModelProduced)
        .extracting(event -> event.getModelProduced().getName())
        .isEqualTo(names);
  }

  @Test
  void aStepIsARunOfItsOwnWithinItsPipeline() {
    // When
    try (Emitter emitter = emitter(PATIENT)) {
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
    List<Event> events = journal.events();
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
  void aRunThatIsClosedHasSucceededAfterEverythingThatItTold() {
    // When
    try (Emitter emitter = emitter(PATIENT);
        Run run = emitter.experiment("e").run("train")) {
      run.parameter("alpha", 0.001);
      LongStream.range(0, 100).forEach(step -> run.metric("loss", step, 1.0 / (1 + step)));
      run.figure("residuals", "Residuals", "", "{\"data\":[]}");
    }

    // Then
    assertThat(points()).isEqualTo(100);
    assertThat(journal.events().get(0).getRunStarted().getStep()).isEqualTo("train");
    Event last = journal.events().get(journal.events().size() - 1);
    assertThat(last.getRunEnded().getState()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
  }

  @Test
  void aRunWhoseWorkThrowsHasFailedWithTheReason() {
    try (Emitter emitter = emitter(PATIENT)) {
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
    Event last = journal.events().get(journal.events().size() - 1);
    assertThat(last.getRunEnded().getState()).isEqualTo(RunState.RUN_STATE_FAILED);
    assertThat(last.getRunEnded().getMessage()).isEqualTo("no sales");
  }

  @Test
  void cutsALargeFigureIntoChunks() throws IOException {
    // Given
    byte[] content = new byte[(2 << 20) + 17];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) ((i * 31) >> 5);
    }

    // When
    try (Emitter emitter = emitter(PATIENT);
        Run run = emitter.experiment("e").run("train")) {
      run.figure("map", "Map", "", "image/png", content);
    }

    // Then
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    for (Event event : journal.events()) {
      event.getFigureChunkSent().getContent().writeTo(together);
    }
    assertThat(together.toByteArray()).isEqualTo(content);
    FigureDrawn drawn =
        journal.events().stream()
            .filter(Event::hasFigureDrawn)
            .findFirst()
            .orElseThrow()
            .getFigureDrawn();
    assertThat(drawn.getChunkCount()).isEqualTo(3);
    assertThat(drawn.getSizeBytes()).isEqualTo(content.length);
    assertThat(drawn.getContent().isEmpty()).isTrue();
  }

  @Test
  void showsTheTokenAnewOnEveryStream() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("token"), "first\n");
    Connection connection = new Connection(journal.address(), Optional.of(file), PATIENT);
    try (Emitter emitter = Emitter.connect("test", connection, CLOCK)) {
      emitter.experiment("e").declare("E", "");
      emitter.flush();

      // When
      Files.writeString(file, "second\n");
      journal.breakBefore(1);
      emitter.experiment("e").declare("E", "");
      emitter.flush();
    }

    // Then
    assertThat(journal.tokens()).containsExactly("Bearer first", "Bearer second");
  }

  @Test
  void countsThePointsThatItHasNoRoomFor() {
    // Given
    long told = 1_000_000;
    journal.away(true);
    try (Emitter emitter = emitter(PATIENT, EmitterSettings.defaults().withMemoryBytes(1 << 20));
        Run run = emitter.experiment("e").run("train")) {
      // When
      LongStream.range(0, told).forEach(step -> run.metric("loss", step, 1.0));
      await().until(() -> emitter.report().droppedPoints() > 0);
      journal.away(false);
      assertThatThrownBy(emitter::flush).isInstanceOf(EmitException.class);

      // Then
      EmitReport report = emitter.report();
      assertThat(points() + report.droppedPoints()).isEqualTo(told);
      assertThat(report.droppedEvents()).isZero();
      assertThat(report.lost()).isEqualTo(report.droppedPoints());
    }
  }

  @Test
  void theNextEmitterDeliversWhatIsLeftInTheSpillOnceAndInOrder() {
    // Given
    EmitterSettings settings = EmitterSettings.defaults().withSpill(directory);
    journal.away(true);
    EmitReport report;
    try (Emitter emitter = emitter(IMPATIENT, settings)) {
      for (int i = 0; i < 5; i++) {
        long kept = i + 1L;
        emitter.experiment("e").declare("declared " + i, "");
        await().until(() -> emitter.report().pendingBatches() == kept);
      }
      report = emitter.report();
    }
    assertThat(report.pendingBatches()).isEqualTo(5);
    assertThat(directory).isNotEmptyDirectory();

    // When
    journal.breakAfter(2);
    journal.away(false);
    try (Emitter next = emitter(PATIENT, settings)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(next.report())
                      .returns(5L, EmitReport::adoptedBatches)
                      .returns(0L, EmitReport::pendingBatches));
    }

    // Then
    assertThat(journal.accepted())
        .extracting(
            Batch::getNumber, batch -> batch.getEvents(0).getExperimentDeclared().getDisplayName())
        .containsExactly(
            tuple(1L, "declared 0"),
            tuple(2L, "declared 1"),
            tuple(3L, "declared 2"),
            tuple(4L, "declared 3"),
            tuple(5L, "declared 4"));
    assertThat(journal.accepted()).extracting(Batch::getProducer).containsOnly(producer());
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theNextEmitterCountsOnFromWhereTheJournalIs() {
    // Given
    EmitterSettings settings = EmitterSettings.defaults().withSpill(directory);
    try (Emitter emitter = emitter(IMPATIENT, settings)) {
      emitter.experiment("e").declare("first", "");
      await().until(() -> emitter.report().acknowledgedBatches() == 1);
      journal.away(true);
      emitter.experiment("e").declare("second", "");
      await().until(() -> emitter.report().pendingBatches() == 1);
    }

    // When
    journal.away(false);
    try (Emitter next = emitter(PATIENT, settings)) {
      await().until(() -> next.report().pendingBatches() == 0);
    }

    // Then
    assertThat(journal.accepted())
        .extracting(
            Batch::getNumber, batch -> batch.getEvents(0).getExperimentDeclared().getDisplayName())
        .containsExactly(tuple(1L, "first"), tuple(2L, "second"));
  }

  @Test
  void tellsWhatASpillThatWasCutShortHasLost() throws IOException {
    // Given
    EmitterSettings settings = EmitterSettings.defaults().withSpill(directory);
    journal.away(true);
    try (Emitter emitter = emitter(IMPATIENT, settings)) {
      for (int i = 0; i < 2; i++) {
        long kept = i + 1L;
        emitter.experiment("e").declare("declared " + i, "");
        await().until(() -> emitter.report().pendingBatches() == kept);
      }
    }
    try (var files = Files.walk(directory);
        var segment =
            FileChannel.open(
                files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow(),
                StandardOpenOption.WRITE)) {
      segment.truncate(segment.size() - 1);
    }

    // When
    journal.away(false);
    try (Emitter next = emitter(PATIENT, settings)) {
      await().until(() -> next.report().pendingBatches() == 0);

      // Then
      assertThat(next.report().faults()).singleElement().asString().contains("cannot be read");
    }
    assertThat(journal.events())
        .extracting(event -> event.getExperimentDeclared().getDisplayName())
        .containsExactly("declared 0");
  }

  @Test
  void saysWhereItCannotSpill() throws IOException {
    // Given
    Path file = Files.writeString(directory.resolve("file"), "");

    // When, then
    assertThatThrownBy(() -> emitter(PATIENT, EmitterSettings.defaults().withSpill(file)).close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(EmitterSettings.SPILL_VARIABLE);
  }

  private Emitter emitter(Duration patience) {
    return emitter(patience, EmitterSettings.defaults());
  }

  private Emitter emitter(Duration patience, EmitterSettings settings) {
    return Emitter.connect(
        "test", new Connection(journal.address(), Optional.empty(), patience), CLOCK, settings);
  }

  private String producer() {
    return journal.accepted().get(0).getProducer();
  }

  private long points() {
    return journal.events().stream()
        .map(Event::getPointsMeasured)
        .mapToLong(PointsMeasured::getValuesCount)
        .sum();
  }
}
