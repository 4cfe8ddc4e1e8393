package io.throughline.cli.care;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.output.Show;
import io.throughline.ingest.v1.BatchTrace;
import io.throughline.ingest.v1.Tombstone;
import io.throughline.ingest.v1.TraceBatchRequest;
import io.throughline.ingest.v1.TraceServiceGrpc;
import io.throughline.ingest.v1.TraceStage;
import io.throughline.lineage.v1.Outcome;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.TraceBatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What journal and graph know of a batch.
 *
 * @param producer who was asked for
 * @param number the number that was asked for
 * @param scopes by scope
 * @param truncated whether there are more scopes
 */
record Traces(String producer, long number, List<InScope> scopes, boolean truncated) {
  private static final long DEADLINE_SECONDS = 30;

  /**
   * A batch in one scope.
   *
   * @param journal what the journal knows
   * @param graph what the graph made of it, where the journal holds it
   */
  record InScope(BatchTrace journal, Optional<TraceBatchResponse> graph) {

    private String json() {
      return "{\"journal\": %s%s}"
          .formatted(
              Show.json(journal),
              graph.map(known -> ", \"graph\": " + Show.json(known)).orElse(""));
    }
  }

  static Traces of(Mesh mesh, String producer, long number, String scope, long epoch) {
    var found =
        TraceServiceGrpc.newBlockingStub(mesh.ingest())
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .traceBatch(
                TraceBatchRequest.newBuilder()
                    .setProducer(producer)
                    .setNumber(number)
                    .setScope(scope)
                    .setEpoch(epoch)
                    .build());
    List<InScope> scopes = new ArrayList<>();
    for (BatchTrace trace : found.getTracesList()) {
      boolean held = trace.getStage() == TraceStage.TRACE_STAGE_ACCEPTED;
      scopes.add(
          new InScope(trace, held ? Optional.of(graph(mesh, producer, trace)) : Optional.empty()));
    }
    return new Traces(producer, number, scopes, found.getTruncated());
  }

  private static TraceBatchResponse graph(Mesh mesh, String producer, BatchTrace trace) {
    return ProjectionServiceGrpc.newBlockingStub(mesh.lineage())
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .traceBatch(
            io.throughline.lineage.v1.TraceBatchRequest.newBuilder()
                .setScope(trace.getScope())
                .setProducer(producer)
                .setPosition(trace.getPosition())
                .build());
  }

  /** Whether the journal has accepted it anywhere. */
  boolean isFound() {
    return scopes.stream()
        .anyMatch(each -> each.journal().getStage() != TraceStage.TRACE_STAGE_NOT_ACCEPTED);
  }

  String json() {
    return scopes.stream()
        .map(InScope::json)
        .collect(
            Collectors.joining(", ", "{\"scopes\": [", "], \"truncated\": " + truncated + "}"));
  }

  String text() {
    if (scopes.isEmpty()) {
      return "Producer %s has not written to any scope of this tenant.%n".formatted(producer);
    }
    StringBuilder text = new StringBuilder();
    scopes.forEach(each -> tell(text, each));
    if (truncated) {
      text.append("The producer has written to more scopes; name one by --scope.\n");
    }
    return text.toString();
  }

  private void tell(StringBuilder text, InScope each) {
    BatchTrace journal = each.journal();
    text.append(
        "%s, producer %s, epoch %d, number %d%n"
            .formatted(journal.getScope(), producer, journal.getEpoch(), number));
    switch (journal.getStage()) {
      case TRACE_STAGE_ACCEPTED -> accepted(text, journal);
      case TRACE_STAGE_REMOVED -> line(text, "journal", "accepted, and removed by retention since");
      default -> line(text, "journal", notAccepted(journal));
    }
    each.graph().ifPresent(graph -> tell(text, graph));
  }

  private static void accepted(StringBuilder text, BatchTrace journal) {
    line(
        text,
        "journal",
        "accepted at %s as %s: %d %s (%s)"
            .formatted(
                Show.time(journal.hasAppendTime(), journal.getAppendTime()),
                journal.getPosition(),
                journal.getEventCount(),
                journal.getEventCount() == 1 ? "event" : "events",
                String.join(", ", journal.getKindsList())));
    if (journal.getTombstone() != Tombstone.TOMBSTONE_UNSPECIFIED) {
      line(
          text,
          "content",
          "%s; the event at %s tells of it"
              .formatted(
                  Show.word(journal.getTombstone(), "TOMBSTONE_"), journal.getTombstonePosition()));
    }
  }

  private static String notAccepted(BatchTrace journal) {
    if (journal.getLatestEpoch() == 0) {
      return "not accepted; the producer has not written to this scope";
    }
    return journal.getEpoch() == journal.getLatestEpoch()
        ? "not accepted; number %d is the next".formatted(journal.getExpectedNumber())
        : "not held in this epoch; the producer's latest is epoch %d, where number %d is the next"
            .formatted(journal.getLatestEpoch(), journal.getExpectedNumber());
  }

  private static void tell(StringBuilder text, TraceBatchResponse graph) {
    if (graph.hasQuarantine()) {
      line(text, "graph", "quarantined: " + graph.getQuarantine().getReason());
    } else {
      line(
          text,
          "graph",
          graph.getApplied()
              ? "applied"
              : "not applied yet; it has come to " + graph.getPosition());
    }
    if (graph.hasOutcome()) {
      line(text, "request", outcome(graph.getOutcome()));
    }
  }

  private static String outcome(Outcome outcome) {
    return outcome.hasGranted()
        ? "granted: " + outcome.getGranted()
        : "refused: %s (%s)"
            .formatted(outcome.getRefused().getReason(), outcome.getRefused().getMessage());
  }

  private static void line(StringBuilder text, String what, String told) {
    text.append("  %-8s %s%n".formatted(what, told));
  }
}
