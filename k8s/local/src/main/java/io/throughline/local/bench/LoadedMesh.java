package io.throughline.local.bench;

import io.throughline.load.report.Report;
import io.throughline.local.mesh.Installation;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.Mesh;
import io.throughline.local.mesh.MeshStatus;
import io.throughline.local.mesh.Part;
import io.throughline.local.mesh.Ports;
import io.throughline.local.mesh.Residents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A mesh of its own for a measurement, and the load driver in a process beside it. */
final class LoadedMesh implements AutoCloseable {
  private static final String EXAMPLE = "io.throughline.housevaluation.Demo";

  private final Installation installation = Installation.current();
  private final Layout layout;
  private final Ports ports;
  private final Path log;
  private final Consumer<String> progress;
  private final Mesh mesh;

  private LoadedMesh(Path data, int portBase, Consumer<String> progress) {
    this.layout = Layout.of(data);
    this.ports = new Ports(portBase);
    this.log = data.resolve("log/load.err");
    this.progress = progress;
    this.mesh = new Mesh(layout, ports, installation, progress);
  }

  /** Starts a mesh on a directory and waits until it is ready. */
  static LoadedMesh start(Path data, int portBase, Consumer<String> progress) {
    LoadedMesh loaded = new LoadedMesh(data, portBase, progress);
    loaded.mesh.start();
    loaded.mesh.awaitReady();
    return loaded;
  }

  /**
   * Runs the load driver with these arguments; returns what it measured.
   *
   * @throws BenchFailed when it ends with an error
   */
  Report load(String... arguments) throws IOException, InterruptedException {
    return drive("load", arguments);
  }

  /**
   * Tells the mesh of trials; returns what that measured.
   *
   * @throws BenchFailed when it ends with an error
   */
  Report observe(String... arguments) throws IOException, InterruptedException {
    return drive("observe", arguments);
  }

  /**
   * Runs the example.
   *
   * @throws BenchFailed when it ends with an error
   */
  void example(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                installation.java(), "-Xmx1g", "-cp", installation.exampleClassPath(), EXAMPLE));
    command.addAll(List.of(arguments));
    progress.accept("the example " + String.join(" ", arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(new Residents(layout).addresses().orElseThrow().environment());
    if (builder.start().waitFor() != 0) {
      throw new BenchFailed("the example ended with an error; " + log + " says which");
    }
  }

  private Report drive(String what, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                installation.java(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                installation.loadClassPath(),
                "io.throughline.load.Load",
                what));
    command.addAll(List.of(arguments));
    progress.accept(what + " " + String.join(" ", arguments));
    command.addAll(List.of("--data", layout.data().toString(), "--output", "json"));
    Process driver =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    String json = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (driver.waitFor() != 0) {
      throw new BenchFailed("the load ended with an error; " + log + " says which");
    }
    return Report.parse(json);
  }

  /** Its parts as they are now. */
  List<Part> parts() {
    return new MeshStatus(layout, ports).parts();
  }

  /** One of its parts as it is now. */
  Part part(String name) {
    return parts().stream().filter(part -> part.name().equals(name)).findFirst().orElseThrow();
  }

  Layout layout() {
    return layout;
  }

  Ports ports() {
    return ports;
  }

  @Override
  public void close() {
    mesh.close();
  }
}
