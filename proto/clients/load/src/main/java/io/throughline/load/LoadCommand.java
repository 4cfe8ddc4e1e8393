package io.throughline.load;

import io.grpc.ManagedChannel;
import io.throughline.event.v1.Batch;
import io.throughline.load.drive.Driver;
import io.throughline.load.drive.Ledger;
import io.throughline.load.drive.Measurements;
import io.throughline.load.drive.Plan;
import io.throughline.load.history.HistoryWriter;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.load.mesh.MeshOptions;
import io.throughline.load.postgres.PhysicalLimit;
import io.throughline.load.postgres.Stores;
import io.throughline.load.reading.CatchUp;
import io.throughline.load.reading.Freshness;
import io.throughline.load.report.Report;
import io.throughline.load.workload.Workload;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads a mesh and says how it bore it. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Send batches to a mesh from many producers, and measure.",
      "",
      "With --rate the schedule does not wait for answers, and latency counts from the moment in"
          + " which a batch was due (no coordinated omission). Beside the mesh, in the same run,"
          + " stands what the same PostgreSQL does for a bare client: the same bytes appended with a"
          + " commit a batch, and COPY of the same points as rows with a primary key."
    },
    footer = {
      "",
      "Exit code: 0, or 1 when the load could not be brought in.",
      "",
      "Examples:",
      "  ./throughline load storm",
      "  ./throughline load storm --rate 500 --duration 60",
      "  ./throughline load single --producers 200 --history /tmp/history",
      "  ./throughline load storm --server journal.example:443 --token-file token --batches 10000"
    })
final class LoadCommand implements Callable<Integer> {
  private static final int SAMPLE_BATCHES = 200;
  private static final int SAMPLE_PRODUCERS = 8;

  @Mixin private LoadOptions options;
  @Mixin private MeshOptions mesh;

  @Option(
      names = "--limit-seconds",
      paramLabel = "SECONDS",
      description =
          "How long each way of the bare client is measured; 0: not at all."
              + " Default: ${DEFAULT-VALUE}.")
  private int limitSeconds = 5;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      description = "Write down every batch sent and acknowledged, for `check`.")
  private Path history;

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Print for people or for programs. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.text;

  /** The values of {@code --output}, spelt as people type them. */
  enum Output {
    text,
    json
  }

  @Override
  public Integer call() throws Exception {
    Plan plan = options.plan();
    Workload workload = options.workload().of(plan.seed(), options.size());
    Report report =
        new Report()
            .add("workload", options.workload().name())
            .add("name", plan.name())
            .add("seed", plan.seed())
            .add("producers", plan.producers())
            .add("schedule", plan.isClosed() ? "as the window allows" : "Poisson")
            .add("points_per_batch", workload.pointsPerBatch());
    MeshConnection connection = mesh.connection();
    Optional<Stores> stores = mesh.stores();
    Optional<Stores.Sizes> before = stores.isPresent() ? sizes(stores.get()) : Optional.empty();
    run(plan, workload, connection, report);
    if (stores.isPresent()) {
      stored(stores.get(), before.orElseThrow(), report);
      if (limitSeconds > 0) {
        limit(stores.get(), plan, workload, report);
      }
    }
    System.out.println(output == Output.json ? report.json() : report.text());
    return 0;
  }

  private void run(Plan plan, Workload workload, MeshConnection connection, Report report)
      throws Exception {
    List<ManagedChannel> channels =
        IntStream.range(0, plan.connections()).mapToObj(i -> connection.openIngest()).toList();
    Optional<ManagedChannel> lineage = connection.openLineage();
    try (Driver driver =
        new Driver(
            channels,
            plan,
            workload,
            stream -> history == null ? Ledger.NONE : HistoryWriter.open(history, stream))) {
      Measurements measured = driver.measurements();
      Optional<Freshness> freshness =
          lineage.map(channel -> new Freshness(channel, measured, plan.warmUp().toNanos()).start());
      driver.run();
      freshness.ifPresent(Freshness::close);
      Figures.acknowledged(measured, workload, report);
      if (lineage.isPresent()) {
        CatchUp.await(lineage.get(), measured.position(), plan.patience().multipliedBy(5));
        Figures.readable(measured, workload, freshness.orElseThrow(), report);
      }
    } finally {
      Stream.concat(channels.stream(), lineage.stream()).forEach(ManagedChannel::shutdownNow);
    }
  }

  private static Optional<Stores.Sizes> sizes(Stores stores) throws SQLException {
    return Optional.of(stores.sizes());
  }

  private static void stored(Stores stores, Stores.Sizes before, Report report)
      throws SQLException {
    Stores.Sizes after = stores.sizes();
    double points = report.figure("points");
    double journal = (after.journal() - before.journal()) / points;
    double lineage = (after.lineage() - before.lineage()) / points;
    report
        .add("journal_bytes_per_point", journal)
        .add("lineage_bytes_per_point", lineage)
        .add("stored_bytes_per_point", journal + lineage);
  }

  private void limit(Stores stores, Plan plan, Workload workload, Report report)
      throws SQLException {
    List<Batch> sample =
        plan.producerNames().stream()
            .limit(SAMPLE_PRODUCERS)
            .flatMap(
                producer ->
                    LongStream.rangeClosed(1, SAMPLE_BATCHES / SAMPLE_PRODUCERS)
                        .mapToObj(number -> workload.batch(producer, number)))
            .toList();
    PhysicalLimit limit = PhysicalLimit.measure(stores, sample, Duration.ofSeconds(limitSeconds));
    report
        .add("bare_append_points_per_second", limit.append())
        .add("bare_append_batches_per_second", limit.appendBatches())
        .add("bare_append_bytes_per_point", limit.appendBytes())
        .add("copy_points_per_second", limit.copy())
        .add("copy_bytes_per_point", limit.copyBytes())
        .add("ratio_to_bare_append", report.figure("points_per_second") / limit.append())
        .add("ratio_to_copy", report.figure("points_per_second") / limit.copy());
  }
}
