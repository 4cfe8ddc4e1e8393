package io.throughline.local.bench;

import io.throughline.local.mesh.Installation;
import io.throughline.local.mesh.Layout;
import io.throughline.local.mesh.Mesh;
import io.throughline.local.mesh.MeshStatus;
import io.throughline.local.mesh.Part;
import io.throughline.local.mesh.Ports;
import io.throughline.local.postgres.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What the mesh as a whole must hold: how soon it is there, what it takes, how long the main job
 * and the tests are.
 */
final class MeshFigures {
  private static final double MEBIBYTE = 1 << 20;

  private final Path work;
  private final int portBase;
  private final Consumer<String> progress;

  /**
   * Figures of the mesh of this installation and of fresh clones of it.
   *
   * @param work an empty directory, to be thrown away afterwards
   * @param portBase the first of the ports to use
   */
  MeshFigures(Path work, int portBase, Consumer<String> progress) {
    this.work = work;
    this.portBase = portBase;
    this.progress = progress;
  }

  /** The measurements by name; each gives one figure or more. */
  Map<String, Callable<List<Figure>>> byName() {
    Map<String, Callable<List<Figure>>> measurements = new LinkedHashMap<>();
    measurements.put("up", this::up);
    measurements.put("demo", this::demo);
    measurements.put("verify", this::verify);
    return measurements;
  }

  private List<Figure> up() {
    Ports ports = new Ports(portBase);
    long start = System.nanoTime();
    try (Postgres alone =
        Postgres.start(
            new Postgres.Options(
                work.resolve("postgres"), ports.postgres(), work.resolve("postgres.log"), true))) {
      alone.database("bench");
      progress.accept("PostgreSQL alone serves");
    }
    double postgresSeconds = secondsSince(start);

    Layout layout = Layout.of(work.resolve("mesh"));
    start = System.nanoTime();
    try (Mesh mesh = new Mesh(layout, ports, Installation.current(), progress)) {
      mesh.start();
      mesh.awaitReady();
      double ready = secondsSince(start);
      List<Part> parts = new MeshStatus(layout, ports).parts();
      double together = parts.stream().mapToLong(part -> part.residentBytes().orElse(0)).sum();
      double postgres =
          parts.stream()
              .filter(part -> part.name().equals("postgres"))
              .mapToLong(part -> part.residentBytes().orElse(0))
              .sum();
      return List.of(
          Figure.beside("ready_after_up", ready, "s", 15, postgresSeconds),
          Figure.beside(
              "resident_memory", together / MEBIBYTE, "MiB", 1.1 * 1024, postgres / MEBIBYTE));
    }
  }

  private List<Figure> demo() throws IOException, InterruptedException {
    Path clone = clone("demo");
    double first = demo(clone);
    double again = demo(clone);
    return List.of(
        Figure.beside("demo_from_fresh_clone", first, "s", 300, again),
        Figure.alone("demo_again", again, "s", 120));
  }

  private double demo(Path clone) throws IOException, InterruptedException {
    return run(clone, "./throughline", "demo", "--exit", "--port", Integer.toString(portBase));
  }

  private List<Figure> verify() throws IOException, InterruptedException {
    return List.of(
        Figure.alone("verify", run(clone("verify"), "./mvnw", "-B", "-ntp", "verify"), "s", 600));
  }

  private Path clone(String name) throws IOException, InterruptedException {
    Path clone = work.resolve(name);
    run(work, "git", "clone", "-q", Installation.current().root().toString(), clone.toString());
    return clone;
  }

  /**
   * Runs a command and returns its seconds; its output goes to a file, of whose place a failure
   * tells.
   */
  private double run(Path directory, String... command) throws IOException, InterruptedException {
    String line = String.join(" ", command);
    progress.accept(line);
    Path log = work.resolve(command[0].replaceAll("\\W", "") + ".log");
    long start = System.nanoTime();
    int code =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start()
            .waitFor();
    if (code != 0) {
      throw new BenchFailed("'%s' ended with %d; its output is in %s".formatted(line, code, log));
    }
    return secondsSince(start);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
