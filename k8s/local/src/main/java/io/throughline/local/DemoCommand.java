package io.throughline.local;

import io.throughline.local.mesh.Installation;
import io.throughline.local.mesh.MeshAddresses;
import io.throughline.local.mesh.Residents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a mesh and runs the house-valuation example on it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Start a mesh and run the house-valuation example on it: train models on real sales, emit"
          + " everything, ask the gate about the best one.",
      "",
      "The mesh stays until Ctrl-C, unless --exit is given. When a mesh already runs on the data"
          + " directory, the example uses that one and leaves it running."
    },
    footer = {
      "",
      "Exit code: that of the example.",
      "",
      "Examples:",
      "  ./throughline demo",
      "  ./throughline demo --exit",
      "  ./throughline demo -- --help       what the example itself understands"
    })
final class DemoCommand implements Callable<Integer> {
  private static final String MAIN_CLASS = "io.throughline.housevaluation.Demo";

  @Mixin private MeshOptions options;

  @Option(names = "--exit", description = "Stop the mesh when the example has ended.")
  private boolean exit;

  @Parameters(paramLabel = "ARG", description = "Arguments of the example, after --.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Installation installation = Installation.current();
    String classPath = installation.exampleClassPath();
    Optional<MeshAddresses> running = new Residents(options.layout()).addresses();
    if (running.isPresent()) {
      return runExample(installation, classPath, running.get());
    }
    int code =
        runExample(installation, classPath, RunningMesh.start(options, new Progress(System.err)));
    if (!exit) {
      System.err.println("The mesh stays: Ctrl-C stops it and keeps its data.");
      RunningMesh.stay();
    }
    return code;
  }

  private int runExample(Installation installation, String classPath, MeshAddresses addresses)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(installation.java(), "-XX:+UseParallelGC", "-Xmx1g"));
    command.addAll(List.of("-cp", classPath, MAIN_CLASS));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(addresses.environment());
    Process example = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(example::destroy, "example-stop"));
    return example.waitFor();
  }
}
