package io.throughline.cli.lifecycle;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshException;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ExperimentPurged;
import io.throughline.lineage.v1.Experiment;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.GetExperimentRequest;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes a deleted experiment for good. */
@Command(
    name = "purge",
    mixinStandardHelpOptions = true,
    description = {
      "Remove everything that was said in a deleted experiment, for good.",
      "",
      "The graph loses it at once; the journal removes it in steps, and goes on after a break. Bytes of"
          + " its artifacts go after an hour, but for those that another experiment names too. What"
          + " other experiments say of it stays. Backups made before still hold it."
    },
    footer = {"", "Example:", "  throughline purge house-valuation --reason 'names of people'"})
public final class PurgeCommand implements Callable<Integer> {
  private static final long DEADLINE_SECONDS = 60;

  @Mixin MeshOptions options;

  @Parameters(paramLabel = "EXPERIMENT", description = "Its id. It must be deleted.")
  String experiment;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why. It stays in the journal.")
  String reason;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    String name = Told.name(experiment);
    try (Mesh mesh = options.open()) {
      Experiment found =
          ExperimentServiceGrpc.newBlockingStub(mesh.lineage())
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .getExperiment(GetExperimentRequest.newBuilder().setName(name).build());
      if (!found.hasDeleteTime()) {
        throw new MeshException(
            "'%s' is not deleted; delete it first, and look who misses it".formatted(name));
      }
      Event event =
          Event.newBuilder()
              .setExperimentPurged(
                  ExperimentPurged.newBuilder().setExperiment(name).setReason(reason))
              .build();
      spec.commandLine()
          .getOut()
          .println(
              Told.tell(
                  mesh,
                  options,
                  name,
                  event,
                  "%s is purged; the journal removes its batches from now on.".formatted(name)));
      return 0;
    }
  }
}
