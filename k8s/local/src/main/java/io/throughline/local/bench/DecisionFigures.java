package io.throughline.local.bench;

import io.throughline.load.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * What the decision must hold on two cores that it shares with PostgreSQL, the other services and
 * the load driver: how fast observations count, how fast trials are read, and how long the gate
 * takes.
 */
final class DecisionFigures {
  private static final double READOUT_MS = 50;
  private static final double OUTCOMES = 25_000;
  private static final double EXPOSURES_AND_PREDICTIONS = 60_000;

  /** What each must reach of PostgreSQL alone doing the same row work. */
  private static final double OF_BARE = 0.5;

  private static final double GATE_MS = 1000;

  /** For 300 candidates by two metrics over 341 units. */
  private static final double RANK_MS = 10_000;

  private static final int SMALL = 10_000;

  private final Path work;
  private final int portBase;
  private final DecisionOptions options;
  private final Consumer<String> progress;
  private Report observed;

  DecisionFigures(Path work, int portBase, DecisionOptions options, Consumer<String> progress) {
    this.work = work;
    this.portBase = portBase;
    this.options = options;
    this.progress = progress;
  }

  /** The measurements by name; each gives one figure or more. */
  Map<String, Callable<List<Figure>>> byName() {
    Map<String, Callable<List<Figure>>> measurements = new LinkedHashMap<>();
    measurements.put("intake", this::intake);
    measurements.put("readout", this::readout);
    measurements.put("gate", this::gate);
    measurements.put("rank", this::rank);
    return measurements;
  }

  private List<Figure> intake() throws IOException, InterruptedException {
    Report report = observed();
    double exposures = report.figure("exposures_and_predictions_per_second");
    double bareExposures = report.figure("bare_exposures_and_predictions_per_second");
    double outcomes = report.figure("outcomes_per_second");
    double bareOutcomes = report.figure("bare_outcomes_per_second");
    return List.of(
        Figure.atLeastBeside(
            "exposures_and_predictions",
            exposures,
            "rows/s",
            EXPOSURES_AND_PREDICTIONS,
            bareExposures),
        Figure.atLeast(
            "exposures_and_predictions_of_bare", exposures / bareExposures, "times", OF_BARE),
        Figure.atLeastBeside("outcomes", outcomes, "rows/s", OUTCOMES, bareOutcomes),
        Figure.atLeast("outcomes_of_bare", outcomes / bareOutcomes, "times", OF_BARE));
  }

  /** Beside the large trial, whose sums are multiplied in the store, the small one. */
  private List<Figure> readout() throws IOException, InterruptedException {
    Report report = observed();
    progress.accept(
        String.format(
            Locale.ROOT,
            "the large trial's %,.0f units are the sums of %,.0f that were told, multiplied in the"
                + " store; the small one's all came in through the front door",
            report.figure("large_units_in_sums"),
            report.figure("large_units_told")));
    return List.of(
        Figure.alone(
            "readout_10k_units_p50", report.figure("readout_small_p50_ms"), "ms", READOUT_MS),
        Figure.beside(
            "readout_%dm_units_p50".formatted(options.filled() / 1_000_000),
            report.figure("readout_large_p50_ms"),
            "ms",
            READOUT_MS,
            report.figure("readout_small_p50_ms")),
        Figure.beside(
            "readout_%dm_units_p99".formatted(options.filled() / 1_000_000),
            report.figure("readout_large_p99_ms"),
            "ms",
            4 * READOUT_MS,
            report.figure("readout_small_p99_ms")));
  }

  private List<Figure> gate() throws IOException, InterruptedException {
    Report report = observed();
    return List.of(
        Figure.alone("gate_offline_p50", report.figure("gate_p50_ms"), "ms", GATE_MS),
        Figure.alone("gate_offline_p99", report.figure("gate_p99_ms"), "ms", 2 * GATE_MS));
  }

  private List<Figure> rank() throws IOException, InterruptedException {
    return List.of(
        Figure.alone("rank_300_candidates", observed().figure("rank_p50_ms"), "ms", RANK_MS));
  }

  /** One mesh and one load for all figures. */
  private Report observed() throws IOException, InterruptedException {
    if (observed == null) {
      try (LoadedMesh mesh = LoadedMesh.start(work.resolve("decision"), portBase, progress)) {
        mesh.example("--sweep", "small");
        observed =
            mesh.observe(
                "--small", Integer.toString(SMALL),
                "--units", Integer.toString(options.units()),
                "--filled", Long.toString(options.filled()),
                "--looks", Integer.toString(options.looks()));
      }
    }
    return observed;
  }
}
