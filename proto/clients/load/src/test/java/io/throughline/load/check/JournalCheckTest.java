package io.throughline.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.ingest.v1.Cursor;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.ingest.v1.JournalBatch;
import io.throughline.load.check.Violation.Promise;
import io.throughline.load.history.Digest;
import io.throughline.load.history.History;
import io.throughline.load.history.HistoryWriter;
import io.throughline.load.workload.ProducerName;
import io.throughline.load.workload.Workload;
import io.throughline.load.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal of three batches is broken in every way; each way breaks exactly its promise. */
class JournalCheckTest {
  @TempDir Path directory;
  private final Workload workload = Workloads.single.of(1, 1);

  @Test
  void findsNothingInAJournalThatHolds() {
    assertThat(broken(steps -> {})).isEmpty();
  }

  @Test
  void allowsThatWhatWasNotAcknowledgedIsMissing() {
    assertThat(broken(steps -> steps.remove(2))).isEmpty();
  }

  @Test
  void findsALostBatch() {
    assertThat(
            broken(
                steps -> {
                  steps.remove(2);
                  steps.remove(1);
                }))
        .containsExactly(Promise.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void findsADoubledBatch() {
    assertThat(broken(steps -> steps.add(step(4, batch(3), 4)))).containsExactly(Promise.ONCE);
  }

  @Test
  void findsBatchesOutOfOrder() {
    assertThat(
            broken(
                steps -> {
                  steps.set(1, step(2, batch(3), 2));
                  steps.set(2, step(3, batch(2), 3));
                }))
        .contains(Promise.ORDER);
  }

  @Test
  void findsABatchThatNobodySent() {
    assertThat(broken(steps -> steps.add(step(4, batch(4), 4))))
        .containsExactly(Promise.KEPT_WAS_SENT);
  }

  @Test
  void findsABatchOfAStranger() {
    Batch strange = workload.batch(new ProducerName(1, "e", "stranger"), 1);
    assertThat(broken(steps -> steps.add(step(4, strange, 4))))
        .containsExactly(Promise.KEPT_WAS_SENT);
  }

  @Test
  void findsChangedContent() {
    Batch changed = Workloads.single.of(2, 1).batch(new ProducerName(0, "e", "p"), 2);
    assertThat(broken(steps -> steps.set(1, step(2, changed, 2))))
        .containsExactly(Promise.KEPT_WAS_SENT);
  }

  @Test
  void findsAGapInThePositions() {
    assertThat(broken(steps -> steps.set(2, step(5, batch(3), 3))))
        .containsExactly(Promise.POSITIONS);
  }

  @Test
  void findsABatchElsewhereThanAcknowledged() {
    assertThat(
            broken(
                steps -> {
                  Batch first = workload.batch(new ProducerName(0, "e", "q"), 1);
                  steps.add(0, step(1, first, 1));
                  steps.set(1, step(2, batch(1), 2));
                  steps.set(2, step(3, batch(2), 3));
                  steps.set(3, step(4, batch(3), 4));
                }))
        .contains(Promise.ACKNOWLEDGED_IS_KEPT);
  }

  @Test
  void findsTimesThatFall() {
    assertThat(broken(steps -> steps.set(2, step(3, batch(3), 1))))
        .containsExactly(Promise.POSITIONS);
  }

  /** Batches 1 to 3 were sent, 1 and 2 acknowledged; the journal holds them, but for the change. */
  private List<Promise> broken(Consumer<List<FollowResponse>> change) {
    List<FollowResponse> steps = new ArrayList<>();
    try (HistoryWriter writer = HistoryWriter.open(directory, 0)) {
      for (int number = 1; number <= 3; number++) {
        writer.sending(List.of(batch(number)));
        if (number < 3) {
          writer.acknowledged(acknowledgement(number));
        }
        steps.add(step(number, batch(number), number));
      }
    }
    change.accept(steps);
    Verdict verdict = new Verdict();
    JournalCheck check = new JournalCheck(History.read(directory), true, verdict);
    steps.forEach(check::take);
    check.end();
    assertThat(verdict.text()).endsWith(verdict.holds() ? "\nCONSISTENT" : "INCONSISTENT");
    return verdict.violations().stream().map(Violation::promise).distinct().toList();
  }

  private Batch batch(long number) {
    return workload.batch(new ProducerName(0, "e", "p"), number);
  }

  private static FollowResponse step(long position, Batch batch, long seconds) {
    return FollowResponse.newBuilder()
        .setCursor(
            Cursor.newBuilder()
                .setPartition(4)
                .setPosition(position)
                .setDigest(ByteString.copyFrom(Digest.of(batch))))
        .setBatch(
            JournalBatch.newBuilder()
                .setBatch(batch)
                .setAppendTime(Timestamps.fromSeconds(seconds)))
        .build();
  }

  private static EmitResponse acknowledgement(long number) {
    return EmitResponse.newBuilder()
        .setScope("experiments/e")
        .setProducer("p")
        .setEpoch(1)
        .setNumber(number)
        .setAcknowledgement(Acknowledgement.newBuilder().setPosition("4:" + number))
        .build();
  }
}
