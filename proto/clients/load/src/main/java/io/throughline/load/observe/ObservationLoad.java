package io.throughline.load.observe;

import io.grpc.ManagedChannel;
import io.throughline.load.postgres.Stores;
import io.throughline.load.report.Report;
import io.throughline.selection.v1.Readout;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Tells a mesh of the units of two trials, a small and a large one, and measures how long it takes
 * until they count, the same rows by PostgreSQL alone, and how long readouts take.
 *
 * @param small how many units the small trial has
 * @param units how many units of the large trial come in through the front door
 * @param filled how many units the sums of the large trial are made to stand for before it is read
 * @param looks how many readouts are timed
 */
public record ObservationLoad(int small, int units, long filled, int looks) {
  private static final int WARM_LOOKS = 30;
  private static final int WARM_UNITS = 200_000;

  /** Runs it; the figures. */
  public Report run(
      ManagedChannel ingest, ManagedChannel selection, Stores stores, Consumer<String> progress)
      throws Exception {
    String id = UUID.randomUUID().toString().substring(0, 8);
    Sending sending = new Sending(ingest);
    Report report = new Report();

    GateTiming.measure(selection)
        .ifPresent(
            times ->
                report
                    .add("gate_p50_ms", times.getValueAtPercentile(50) / 1000.0)
                    .add("gate_p99_ms", times.getValueAtPercentile(99) / 1000.0));

    progress.accept("%d models to choose among".formatted(RankTiming.CANDIDATES));
    Histogram ranking = new RankTiming(id).measure(sending, selection);
    report.add("rank_p50_ms", ranking.getValueAtPercentile(50) / 1000.0);

    progress.accept("units that are not measured, so that the services run compiled");
    Subject warm = new Subject(sending, selection, "warm-" + id, WARM_UNITS);
    warm.declare();
    warm.await(sending.send(warm.columns().batches(), warm.columns()::exposuresAndPredictions));
    warm.await(sending.send(warm.columns().batches(), warm.columns()::outcomes));

    progress.accept("the small trial");
    Subject few = new Subject(sending, selection, "small-" + id, small);
    few.declare();
    sending.send(few.columns().batches(), few.columns()::exposuresAndPredictions);
    few.await(sending.send(few.columns().batches(), few.columns()::outcomes));
    looks(few, report, "readout_small");

    progress.accept(String.format(Locale.ROOT, "%,d units of the large trial", units));
    Subject many = new Subject(sending, selection, "large-" + id, units);
    many.declare();
    report.add(
        "exposures_and_predictions_per_second",
        2.0 * units / seconds(many, () -> send(sending, many, true)));
    report.add("outcomes_per_second", units / seconds(many, () -> send(sending, many, false)));
    Readout readout = many.readout();
    if (Subject.units(readout) != units) {
      throw new IllegalStateException(
          "%d units count, not the %d that were told".formatted(Subject.units(readout), units));
    }

    progress.accept("the same rows by PostgreSQL alone");
    BareRows.Rates bare = new BareRows(stores, many.columns()).measure();
    report.add("bare_exposures_and_predictions_per_second", bare.exposuresAndPredictions());
    report.add("bare_outcomes_per_second", bare.outcomes());

    looks(many, report, "readout_as_told");
    long factor = Math.max(1, filled / units);
    progress.accept("the sums become those of %d times as many units".formatted(factor));
    FilledCells.times(stores, many.columns().trial(), factor);
    looks(many, report, "readout_large");
    report.add("large_units_told", units);
    report.add("large_units_in_sums", (double) units * factor);
    return report;
  }

  private static String send(Sending sending, Subject subject, boolean exposures)
      throws InterruptedException {
    Columns columns = subject.columns();
    return sending.send(
        columns.batches(), exposures ? columns::exposuresAndPredictions : columns::outcomes);
  }

  private interface Sends {
    String send() throws InterruptedException;
  }

  /** From the first batch that leaves until all of them count. */
  private static double seconds(Subject subject, Sends sends) throws InterruptedException {
    long start = System.nanoTime();
    Readout unused = subject.await(sends.send());
    return (System.nanoTime() - start) / 1e9;
  }

  private void looks(Subject subject, Report report, String name) {
    Histogram times = new Histogram(3);
    for (int i = -WARM_LOOKS; i < looks; i++) {
      long start = System.nanoTime();
      Readout unused = subject.readout();
      if (i >= 0) {
        times.recordValue((System.nanoTime() - start) / 1000);
      }
    }
    report.add(name + "_p50_ms", times.getValueAtPercentile(50) / 1000.0);
    report.add(name + "_p99_ms", times.getValueAtPercentile(99) / 1000.0);
  }
}
