package io.throughline.cli.care;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Timestamp;
import io.throughline.ingest.v1.BatchTrace;
import io.throughline.ingest.v1.Tombstone;
import io.throughline.ingest.v1.TraceStage;
import io.throughline.lineage.v1.Outcome;
import io.throughline.lineage.v1.Quarantine;
import io.throughline.lineage.v1.RequestRefusal;
import io.throughline.lineage.v1.TraceBatchResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracesTest {
  private static final BatchTrace ACCEPTED =
      BatchTrace.newBuilder()
          .setScope("experiments/e")
          .setEpoch(1)
          .setNumber(12)
          .setStage(TraceStage.TRACE_STAGE_ACCEPTED)
          .setLatestEpoch(1)
          .setExpectedNumber(14)
          .setPosition("3:41")
          .setAppendTime(Timestamp.newBuilder().setSeconds(1_700_000_000))
          .setEventCount(2)
          .addKinds("run_started")
          .addKinds("parameters_chosen")
          .build();

  private static Traces of(BatchTrace journal, TraceBatchResponse graph) {
    return new Traces(
        "p", 12, List.of(new Traces.InScope(journal, Optional.ofNullable(graph))), false);
  }

  @Test
  void tellsTheWholeWayOfABatch() {
    TraceBatchResponse graph = TraceBatchResponse.newBuilder().setApplied(true).build();

    assertThat(of(ACCEPTED, graph).text())
        .isEqualTo(
            """
            experiments/e, producer p, epoch 1, number 12
              journal  accepted at 2023-11-14T22:13:20Z as 3:41: 2 events (run_started, parameters_chosen)
              graph    applied
            """);
  }

  @Test
  void tellsWhatKeepsABatchFromTheGraph() {
    TraceBatchResponse late = TraceBatchResponse.newBuilder().setPosition("3:7").build();
    TraceBatchResponse poison =
        TraceBatchResponse.newBuilder()
            .setApplied(true)
            .setQuarantine(Quarantine.newBuilder().setReason("PgException: too long"))
            .build();

    assertThat(of(ACCEPTED, late).text()).contains("not applied yet; it has come to 3:7");
    assertThat(of(ACCEPTED, poison).text()).contains("quarantined: PgException: too long");
  }

  @Test
  void tellsWhatWasDecidedAndWhatWasRedacted() {
    TraceBatchResponse graph =
        TraceBatchResponse.newBuilder()
            .setApplied(true)
            .setOutcome(
                Outcome.newBuilder()
                    .setRefused(
                        RequestRefusal.newBuilder()
                            .setReason("STALE_BASELINE")
                            .setMessage("the champion has moved")))
            .build();
    BatchTrace redacted =
        ACCEPTED.toBuilder()
            .setTombstone(Tombstone.TOMBSTONE_REDACTED)
            .setTombstonePosition("3:50")
            .build();

    assertThat(of(redacted, graph).text())
        .contains("redacted; the event at 3:50 tells of it")
        .contains("refused: STALE_BASELINE (the champion has moved)");
  }

  @Test
  void tellsWhichNumberIsAwaited() {
    BatchTrace gap =
        ACCEPTED.toBuilder()
            .setStage(TraceStage.TRACE_STAGE_NOT_ACCEPTED)
            .setExpectedNumber(5)
            .build();
    BatchTrace older = gap.toBuilder().setLatestEpoch(2).build();

    assertThat(of(gap, null).text()).contains("not accepted; number 5 is the next");
    assertThat(of(gap, null).isFound()).isFalse();
    assertThat(of(older, null).text()).contains("latest is epoch 2, where number 5 is the next");
    assertThat(new Traces("p", 12, List.of(), false).text()).contains("not written to any scope");
  }

  @Test
  void printsJsonForPrograms() {
    TraceBatchResponse graph = TraceBatchResponse.newBuilder().setApplied(true).build();

    JsonObject json = JsonParser.parseString(of(ACCEPTED, graph).json()).getAsJsonObject();

    JsonObject scope = json.getAsJsonArray("scopes").get(0).getAsJsonObject();
    assertThat(scope.getAsJsonObject("journal").get("position").getAsString()).isEqualTo("3:41");
    assertThat(scope.getAsJsonObject("graph").get("applied").getAsBoolean()).isTrue();
  }
}
