package io.throughline.cli.care;

import io.throughline.cli.mesh.Mesh;
import io.throughline.cli.mesh.MeshOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds a batch. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Where is my event? Finds a batch by its producer and number: whether the journal has accepted"
          + " it, where it lies, what the graph made of it.",
    },
    footer = {
      "",
      "Exit code: 0 when it is found, 1 when it is not.",
      "",
      "Example:",
      "  throughline trace --producer train-7f3a --number 12"
    })
public final class TraceCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 1;

  @Mixin MeshOptions options;

  @Option(
      names = "--producer",
      required = true,
      paramLabel = "ID",
      description = "Who has sent it.")
  String producer;

  @Option(
      names = "--number",
      required = true,
      paramLabel = "N",
      description = "The number that it was sent under.")
  long number;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      defaultValue = "",
      description = "Where to (experiments/NAME). Default: wherever the producer has written.")
  String scope;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      defaultValue = "0",
      description = "In which of the producer's epochs. Default: the latest.")
  long epoch;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Mesh mesh = options.open()) {
      Traces found = Traces.of(mesh, producer, number, scope, epoch);
      out.print(options.json() ? found.json() + "\n" : found.text());
      return found.isFound() ? 0 : NOT_FOUND;
    }
  }
}
