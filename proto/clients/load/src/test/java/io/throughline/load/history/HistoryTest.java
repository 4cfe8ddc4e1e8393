package io.throughline.load.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.load.mesh.LoadException;
import io.throughline.load.workload.ProducerName;
import io.throughline.load.workload.Workload;
import io.throughline.load.workload.Workloads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
  private static final ProducerKey KEY = new ProducerKey("experiments/e", "p", 1);

  @TempDir Path directory;
  private final Workload workload = Workloads.single.of(1, 1);

  @Test
  void tellsWhatWasSentAndAcknowledged() {
    // Given
    try (HistoryWriter writer = HistoryWriter.open(directory, 0)) {
      writer.sending(List.of(batch(1), batch(2)));
      writer.acknowledged(acknowledgement(1, "4:17"));
    }
    // When
    History history = History.read(directory);
    // Then
    assertThat(history.of(KEY).wasSent(2)).isTrue();
    assertThat(history.of(KEY).wasSent(3)).isFalse();
    assertThat(history.of(KEY).digest(2)).isEqualTo(Digest.brief(Digest.of(batch(2))));
    assertThat(history.of(KEY).position(1)).isEqualTo("4:17");
    assertThat(history.of(KEY).position(2)).isNull();
    assertThat(history.acknowledgements()).isEqualTo(1);
  }

  @Test
  void noticesTwoContentsAndTwoPositionsOfOneNumber() {
    // Given
    Batch other = batch(1).toBuilder().clearEvents().build();
    try (HistoryWriter writer = HistoryWriter.open(directory, 0)) {
      writer.sending(List.of(batch(1), other));
      writer.acknowledged(acknowledgement(1, "4:17"));
      writer.acknowledged(acknowledgement(1, "4:18"));
    }
    // When, Then
    assertThat(History.read(directory).of(KEY).faults())
        .anyMatch(fault -> fault.contains("two contents under number 1"))
        .anyMatch(fault -> fault.contains("acknowledged at 4:17 and at 4:18"));
  }

  @Test
  void refusesToMixHistories() {
    // Given
    HistoryWriter.open(directory, 0).close();
    // When, Then
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> HistoryWriter.open(directory, 0));
  }

  @Test
  void saysThatADirectoryHoldsNoHistoryAndWhichLineIsBroken() throws IOException {
    assertThatExceptionOfType(LoadException.class)
        .isThrownBy(() -> History.read(directory))
        .withMessageContaining("load --history");
    Files.writeString(directory.resolve("stream-0001.tsv"), "sent\texperiments/e\tp\n");
    assertThatExceptionOfType(LoadException.class)
        .isThrownBy(() -> History.read(directory))
        .withMessageContaining("not whole");
  }

  private Batch batch(long number) {
    return workload.batch(new ProducerName(0, "e", "p"), number);
  }

  private static EmitResponse acknowledgement(long number, String position) {
    return EmitResponse.newBuilder()
        .setScope("experiments/e")
        .setProducer("p")
        .setEpoch(1)
        .setNumber(number)
        .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position))
        .build();
  }
}
