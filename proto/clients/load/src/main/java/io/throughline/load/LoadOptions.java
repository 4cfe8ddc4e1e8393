package io.throughline.load;

import io.throughline.load.drive.Plan;
import io.throughline.load.mesh.LoadException;
import io.throughline.load.workload.Workloads;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How much a load sends, and how. */
final class LoadOptions {
  private static final int STREAMS_PER_CONNECTION = 50;

  @Parameters(
      paramLabel = "WORKLOAD",
      description =
          "storm: batches of many points; single: of one point; events: of 20 events of one point;"
              + " sweep: a run each.")
  private Workloads workload;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "For how long batches are sent. Default: ${DEFAULT-VALUE}.")
  private double duration = 15;

  @Option(
      names = "--batches",
      paramLabel = "N",
      description = "End after this many batches, where that comes first.")
  private Long batches;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Batches a second over all producers, at random moments, whether answers come or not."
              + " Without it each producer sends as fast as its window allows.")
  private Double rate;

  @Option(
      names = "--producers",
      paramLabel = "N",
      description = "How many producers count batches. Default: 200 for single, else 16.")
  private Integer producers;

  @Option(
      names = "--experiments",
      paramLabel = "N",
      description = "Among how many experiments they are shared out. Default: one each.")
  private Integer experiments;

  @Option(
      names = "--streams",
      paramLabel = "N",
      description = "How many streams they share. Default: one each.")
  private Integer streams;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "How many connections the streams share. Default: one for 50 streams.")
  private Integer connections;

  @Option(
      names = "--window",
      paramLabel = "N",
      description = "How many unanswered batches a producer may have. Default: ${DEFAULT-VALUE}.")
  private int window = 32;

  @Option(
      names = "--size",
      paramLabel = "N",
      description =
          "Points a batch (storm: 1000), events a batch (events: 20), parameters a run (sweep: 200).")
  private Integer size;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description =
          "How long it runs before it measures; with --rate the rate rises as long."
              + " Default: ${DEFAULT-VALUE}.")
  private double warmUp = 3;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long answers are waited for. Default: ${DEFAULT-VALUE}.")
  private double patience = 60;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      description = "The share of batches that are sent twice, from 0 to 1. Default: 0.")
  private double duplicates;

  @Option(
      names = "--drop-late",
      description = "With --rate: drop what is due and not sent when the duration is over.")
  private boolean dropLate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What moments and values follow from. Default: another each time, printed.")
  private Long seed;

  Workloads workload() {
    return workload;
  }

  int size() {
    return size == null ? workload.usualSize() : size;
  }

  Plan plan() {
    int count = producers != null ? producers : workload == Workloads.single ? 200 : 16;
    int streamCount = Math.min(count, streams == null ? count : streams);
    if (count < 1 || streamCount < 1 || window < 1 || duration <= 0 || size() < 1) {
      throw new LoadException("producers, streams, window, size and duration must be above 0");
    }
    if (rate != null && rate <= 0) {
      throw new LoadException("--rate must be above 0; leave it out to send without a schedule");
    }
    return new Plan(
        "load-" + UUID.randomUUID().toString().substring(0, 8),
        count,
        Math.min(count, experiments == null ? count : experiments),
        streamCount,
        connections != null ? connections : (streamCount - 1) / STREAMS_PER_CONNECTION + 1,
        window,
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
        seconds(duration),
        batches == null ? OptionalLong.empty() : OptionalLong.of(batches),
        seconds(warmUp),
        seconds(patience),
        duplicates,
        dropLate,
        seed == null ? System.nanoTime() & 0xFFFFFF : seed);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis((long) (1000 * seconds));
  }
}
