package io.throughline.local.bench;

import io.throughline.load.report.Report;
import io.throughline.local.mesh.Part;
import io.throughline.local.process.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the journal must hold on two cores that it shares with PostgreSQL, the other services and
 * the load driver. Every measurement has a mesh of its own and runs a load that is not measured
 * first, so that the services run compiled.
 */
final class JournalFigures {
  private static final double MEBIBYTE = 1 << 20;

  /** The manifest's limit of ingest-service, in mebibytes. */
  private static final double CONTAINER = 512;

  /** Points a second that a storm of large batches must reach. */
  private static final double STORM = 1_000_000;

  /** Batches of one point a second. */
  private static final double SINGLE = 20_000;

  private static final String INGEST = "ingest-service";
  private static final int OVERLOAD_FACTOR = 5;
  private static final int IDLE_SECONDS = 20;
  private static final int WARM_UP_SECONDS = 8;

  private final Path work;
  private final int portBase;
  private final JournalOptions options;
  private final Consumer<String> progress;

  JournalFigures(Path work, int portBase, JournalOptions options, Consumer<String> progress) {
    this.work = work;
    this.portBase = portBase;
    this.options = options;
    this.progress = progress;
  }

  /** The measurements by name; each gives one figure or more. */
  Map<String, Callable<List<Figure>>> byName() {
    Map<String, Callable<List<Figure>>> measurements = new LinkedHashMap<>();
    measurements.put("storm", this::storm);
    measurements.put("single", this::single);
    measurements.put("end-to-end", this::endToEnd);
    measurements.put("overload", this::overload);
    measurements.put("flatness", this::flatness);
    measurements.put("idle", this::idle);
    return measurements;
  }

  private List<Figure> storm() throws IOException, InterruptedException {
    try (LoadedMesh mesh = warm("storm", "storm")) {
      Report most = mesh.load("storm", "--duration", seconds());
      Report half = atRate(mesh, "storm", STORM / 2 / most.figure("points_per_batch"));
      Report halfOfMost = atRate(mesh, "storm", most.figure("batches_per_second") / 2);
      double points = most.figure("points_per_second");
      double append = most.figure("bare_append_points_per_second");
      double copy = most.figure("copy_points_per_second");
      return List.of(
          Figure.atLeastBeside("storm_acknowledged", points, "points/s", STORM, append),
          Figure.atLeast("storm_of_bare_append", points / append, "times", 0.4),
          Figure.atLeast("storm_of_copy", points / copy, "times", 4),
          Figure.alone("storm_p99_at_half_load", half.figure("acknowledgement_p99_ms"), "ms", 50),
          Figure.alone(
              "storm_p99_at_half_of_most", halfOfMost.figure("acknowledgement_p99_ms"), "ms", 50));
    }
  }

  private List<Figure> single() throws IOException, InterruptedException {
    try (LoadedMesh mesh = warm("single", "single")) {
      Report most = mesh.load("single", "--duration", seconds());
      Report wanted = atRate(mesh, "single", SINGLE);
      Report half = atRate(mesh, "single", SINGLE / 2);
      return List.of(
          Figure.atLeastBeside(
              "single_acknowledged",
              most.figure("events_per_second"),
              "events/s",
              SINGLE,
              most.figure("bare_append_batches_per_second")),
          Figure.atLeast(
              "single_readable",
              wanted.figure("readable_events_per_second"),
              "events/s",
              SINGLE / 2),
          Figure.alone("single_p99", wanted.figure("acknowledgement_p99_ms"), "ms", 50),
          Figure.alone("single_p99_at_half_load", half.figure("acknowledgement_p99_ms"), "ms", 50));
    }
  }

  /** Ten per cent more than wanted, so that the end counts too, in which the graph catches up. */
  private List<Figure> endToEnd() throws IOException, InterruptedException {
    try (LoadedMesh mesh = warm("end-to-end", "storm")) {
      Report full = atRate(mesh, "storm", 330);
      Report half = atRate(mesh, "storm", 150);
      return List.of(
          Figure.atLeast(
              "end_to_end_readable",
              full.figure("readable_points_per_second"),
              "points/s",
              300_000),
          Figure.alone("end_to_end_oldest_unread", full.figure("freshness_max_ms"), "ms", 10_000),
          Figure.alone("freshness_p99_at_half_load", half.figure("freshness_p99_ms"), "ms", 500),
          Figure.alone("stored", full.figure("stored_bytes_per_point"), "B/point", 30));
    }
  }

  private List<Figure> overload() throws IOException, InterruptedException {
    try (LoadedMesh mesh = warm("overload", "storm")) {
      long process = mesh.part(INGEST).pid().orElseThrow();
      Report peak = mesh.load("storm", "--duration", seconds(), "--limit-seconds", "0");
      double capacity = peak.figure("batches_per_second");
      Report over =
          mesh.load(
              "storm",
              "--producers",
              "200",
              "--rate",
              number(OVERLOAD_FACTOR * capacity),
              "--batches",
              Long.toString((long) (OVERLOAD_FACTOR * capacity * options.overload())),
              "--duration",
              Integer.toString(options.overload()),
              "--drop-late",
              "--limit-seconds",
              "0");
      Part ingest = mesh.part(INGEST);
      return List.of(
          Figure.atLeastBeside(
              "overload_goodput_of_peak",
              over.figure("batches_per_second") / capacity,
              "times",
              0.9,
              1),
          Figure.alone(
              "overload_refused_without_hint",
              over.figure("refusals_without_retry_info"),
              "refusals",
              0),
          Figure.alone(
              "overload_deaths",
              ingest.pid().filter(pid -> pid == process).isPresent() ? 0 : 1,
              "deaths",
              0),
          Figure.alone(
              "overload_most_resident", mostResident(process) / MEBIBYTE, "MiB", CONTAINER));
    }
  }

  private static double mostResident(long process) {
    return ProcessHandle.of(process)
        .map(handle -> (double) Memory.mostOf(handle).orElse(0))
        .orElse(Double.NaN);
  }

  private List<Figure> flatness() throws Exception {
    Path data = work.resolve("flatness");
    double empty;
    try (LoadedMesh mesh = warm("flatness", "single")) {
      empty = microseconds(mesh);
    }
    new FilledJournal(data, portBase, progress).fill(options.batches());
    try (LoadedMesh mesh = warm("flatness", "single")) {
      return List.of(
          Figure.beside(
              "append_in_a_full_journal", microseconds(mesh), "us/batch", 1.25 * empty, empty));
    }
  }

  /** Time a batch where every producer sends as its window allows. */
  private double microseconds(LoadedMesh mesh) throws IOException, InterruptedException {
    Report report = mesh.load("single", "--duration", seconds(), "--limit-seconds", "0");
    return 1e6 / report.figure("batches_per_second");
  }

  private List<Figure> idle() throws InterruptedException {
    try (LoadedMesh mesh = LoadedMesh.start(work.resolve("idle"), portBase, progress)) {
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      Map<String, Duration> before = processorTimes(mesh);
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      List<Figure> figures = new ArrayList<>();
      processorTimes(mesh)
          .forEach(
              (name, after) ->
                  figures.add(
                      Figure.alone(
                          "idle_" + name,
                          100.0
                              * after.minus(before.get(name)).toMillis()
                              / TimeUnit.SECONDS.toMillis(IDLE_SECONDS),
                          "% a core",
                          2)));
      return figures;
    }
  }

  private static Map<String, Duration> processorTimes(LoadedMesh mesh) {
    Map<String, Duration> times = new LinkedHashMap<>();
    for (Part part : mesh.parts()) {
      if (part.name().endsWith("-service")) {
        part.pid()
            .flatMap(ProcessHandle::of)
            .flatMap(process -> process.info().totalCpuDuration())
            .ifPresent(time -> times.put(part.name(), time));
      }
    }
    return times;
  }

  private LoadedMesh warm(String name, String workload) throws IOException, InterruptedException {
    LoadedMesh mesh = LoadedMesh.start(work.resolve(name), portBase, progress);
    try {
      mesh.load(workload, "--duration", "8", "--limit-seconds", "0");
      return mesh;
    } catch (IOException | InterruptedException | RuntimeException e) {
      mesh.close();
      throw e;
    }
  }

  private Report atRate(LoadedMesh mesh, String workload, double batchesPerSecond)
      throws IOException, InterruptedException {
    return mesh.load(
        workload,
        "--rate",
        number(batchesPerSecond),
        "--duration",
        Integer.toString(WARM_UP_SECONDS + options.duration()),
        "--warm-up",
        Integer.toString(WARM_UP_SECONDS),
        "--limit-seconds",
        "0");
  }

  private String seconds() {
    return Integer.toString(options.duration());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
