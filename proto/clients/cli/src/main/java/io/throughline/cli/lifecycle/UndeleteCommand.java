package io.throughline.cli.lifecycle;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ResourceRestored;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings back an experiment or a run. */
@Command(
    name = "undelete",
    mixinStandardHelpOptions = true,
    description = "Bring back an experiment or a run that was deleted.",
    footer = {"", "Example:", "  throughline undelete house-valuation"})
public final class UndeleteCommand implements Callable<Integer> {
  @Mixin MeshOptions options;

  @Parameters(paramLabel = "NAME", description = "EXPERIMENT, or experiments/EXPERIMENT/runs/RUN.")
  String subject;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why. It stays in the journal.")
  String reason;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    String name = Told.name(subject);
    Event event =
        Event.newBuilder()
            .setResourceRestored(ResourceRestored.newBuilder().setSubject(name).setReason(reason))
            .build();
    try (Mesh mesh = options.open()) {
      spec.commandLine()
          .getOut()
          .println(
              Told.tell(mesh, options, Told.experiment(name), event, "Restored " + name + "."));
      return 0;
    }
  }
}
