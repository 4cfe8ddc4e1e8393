package io.throughline.cli.care;

import io.grpc.StatusRuntimeException;
import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Explanation;
import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.lineage.v1.ListQuarantineRequest;
import io.throughline.lineage.v1.ListQuarantineResponse;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.QuarantinedBatch;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import io.throughline.lineage.v1.ReplayBatchRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what the graph could not apply, and applies it after a repair. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = {
      "List the batches that the graph could not apply, with the reason of each.",
      "",
      "With --replay or --replay-all they are applied, after what was at fault is repaired. Each has"
          + " its effect once, however often this is called. Among conflicting values a replayed"
          + " batch comes last; --rebuild makes the graph anew, in the order of the journal."
    },
    footer = {
      "",
      "Exit code: 0 when nothing is left of what was listed or replayed, 1 when something is.",
      "",
      "Example:",
      "  throughline quarantine --scope experiments/e --replay-all"
    })
public final class QuarantineCommand implements Callable<Integer> {
  private static final int SOME_LEFT = 1;
  private static final long DEADLINE_SECONDS = 60;

  @Mixin MeshOptions options;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      defaultValue = "",
      description = "Of which scope (experiments/NAME). Default: of all.")
  String scope;

  @Option(
      names = "--replay",
      split = ",",
      paramLabel = "POSITION",
      description = "Apply the batches at these positions.")
  List<String> replayed = List.of();

  @Option(names = "--replay-all", description = "Apply every batch of the list.")
  boolean all;

  @Option(names = "--rebuild", description = "Make the graph anew afterwards.")
  boolean rebuild;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      ProjectionServiceBlockingStub projection =
          ProjectionServiceGrpc.newBlockingStub(mesh.lineage());
      int left = 0;
      if (all || !replayed.isEmpty()) {
        left = replay(projection, all ? positions(list(projection)) : replayed);
      } else {
        List<QuarantinedBatch> listed = list(projection);
        left = listed.size();
        out.print(
            options.json()
                ? Show.json(ListQuarantineResponse.newBuilder().addAllBatches(listed).build())
                    + "\n"
                : text(listed));
      }
      if (rebuild) {
        var unused =
            within(projection).rebuildProjection(RebuildProjectionRequest.getDefaultInstance());
        out.println("The graph is being made anew.");
      }
      return left == 0 ? 0 : SOME_LEFT;
    }
  }

  private static ProjectionServiceBlockingStub within(ProjectionServiceBlockingStub projection) {
    return projection.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private List<QuarantinedBatch> list(ProjectionServiceBlockingStub projection) {
    List<QuarantinedBatch> listed = new ArrayList<>();
    String next = "";
    do {
      ListQuarantineResponse page =
          within(projection)
              .listQuarantine(
                  ListQuarantineRequest.newBuilder().setScope(scope).setPageToken(next).build());
      listed.addAll(page.getBatchesList());
      next = page.getNextPageToken();
    } while (!next.isEmpty());
    return listed;
  }

  private static List<String> positions(List<QuarantinedBatch> listed) {
    return listed.stream().map(QuarantinedBatch::getPosition).toList();
  }

  /** Replays one batch after the other; how many of them were not applied. */
  private int replay(ProjectionServiceBlockingStub projection, List<String> positions) {
    PrintWriter out = spec.commandLine().getOut();
    int left = 0;
    for (String position : positions) {
      try {
        var unused =
            within(projection)
                .replayBatch(ReplayBatchRequest.newBuilder().setPosition(position).build());
        out.printf("%s  applied%n", position);
      } catch (StatusRuntimeException refused) {
        left++;
        out.printf("%s  %s%n", position, Explanation.of(refused));
      }
    }
    return left;
  }

  private static String text(List<QuarantinedBatch> listed) {
    if (listed.isEmpty()) {
      return "Nothing lies in quarantine.\n";
    }
    Table table = new Table("POSITION", "SCOPE", "PRODUCER", "EPOCH", "NUMBER", "SINCE", "REASON");
    for (QuarantinedBatch batch : listed) {
      table.add(
          batch.getPosition(),
          batch.getScope(),
          batch.getProducer(),
          Long.toString(batch.getEpoch()),
          Long.toString(batch.getNumber()),
          Show.time(
              batch.getQuarantine().hasQuarantineTime(), batch.getQuarantine().getQuarantineTime()),
          batch.getQuarantine().getReason().lines().findFirst().orElse(""));
    }
    return table.text("");
  }
}
