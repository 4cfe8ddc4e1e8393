package io.throughline.cli.care;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.cli.output.Show;
import io.throughline.ingest.v1.CareServiceGrpc;
import io.throughline.ingest.v1.RedactBatchesRequest;
import io.throughline.ingest.v1.RedactBatchesResponse;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes the content of batches. */
@Command(
    name = "redact",
    mixinStandardHelpOptions = true,
    description = {
      "Remove the content of batches from the journal for good. Position and number of each stay.",
      "",
      "The graph loses what it made of them when it is made anew: --rebuild begins that, while the"
          + " present graph goes on to answer. Backups made before still hold the content."
    },
    footer = {
      "",
      "Example:",
      "  throughline redact --scope experiments/e --producer train-7f3a --epoch 1 --number 12,13 \\",
      "    --reason 'names of people' --rebuild"
    })
public final class RedactCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 60;

  @Mixin MeshOptions options;

  @Option(names = "--scope", required = true, paramLabel = "SCOPE", description = "Their scope.")
  String scope;

  @Option(names = "--producer", required = true, paramLabel = "ID", description = "Their producer.")
  String producer;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Their epoch. Default: ${DEFAULT-VALUE}.")
  long epoch;

  @Option(
      names = "--number",
      required = true,
      split = ",",
      paramLabel = "N",
      description = "Their numbers.")
  List<Long> numbers;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why. It stays in the journal.")
  String reason;

  @Option(names = "--rebuild", description = "Make the graph anew, without the batches.")
  boolean rebuild;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      RedactBatchesResponse redacted =
          CareServiceGrpc.newBlockingStub(mesh.ingest())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .redactBatches(
                  RedactBatchesRequest.newBuilder()
                      .setScope(scope)
                      .setProducer(producer)
                      .setEpoch(epoch)
                      .addAllNumbers(numbers)
                      .setReason(reason)
                      .setRequestId(UUID.randomUUID().toString())
                      .build());
      if (rebuild) {
        var unused =
            ProjectionServiceGrpc.newBlockingStub(mesh.lineage())
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .rebuildProjection(RebuildProjectionRequest.getDefaultInstance());
      }
      out.println(options.json() ? Show.json(redacted) : text(redacted));
      return 0;
    }
  }

  private String text(RedactBatchesResponse redacted) {
    return "Redacted %d batches; the event at %s tells of it.%n%s"
        .formatted(
            numbers.size(),
            redacted.getPosition(),
            rebuild
                ? "The graph is being made anew; until then it still shows what they said."
                : "The graph still shows what they said; run again with --rebuild, or rebuild it.");
  }
}
