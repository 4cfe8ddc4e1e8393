package io.throughline.load;

import io.throughline.load.drive.Measurements;
import io.throughline.load.reading.Freshness;
import io.throughline.load.report.Report;
import io.throughline.load.workload.Workload;
import org.HdrHistogram.Histogram;

/** Puts what was measured into words. */
final class Figures {
  private static final double MILLISECOND = 1000;

  private Figures() {}

  static void acknowledged(Measurements measured, Workload workload, Report report) {
    double batches = measured.batchesPerSecond();
    report
        .add("batches", measured.acknowledged())
        .add("points", (double) measured.acknowledged() * workload.pointsPerBatch())
        .add("batches_per_second", batches)
        .add("events_per_second", batches * workload.eventsPerBatch())
        .add("points_per_second", batches * workload.pointsPerBatch())
        .add("peak_batches_per_second", measured.peak());
    percentiles("acknowledgement", measured.latencies(), report);
    report
        .add("stream_breaks", measured.breaks())
        .add("duplicate_acknowledgements", measured.duplicates())
        .add("refusals", measured.refusals().values().stream().mapToLong(Long::longValue).sum())
        .add("refusals_without_retry_info", measured.refusalsWithoutRetryInfo());
  }

  /** To be called as soon as the graph has caught up. */
  static void readable(
      Measurements measured, Workload workload, Freshness freshness, Report report) {
    double seconds = (System.nanoTime() - measured.start()) / 1e9;
    double batches = measured.acknowledged() / seconds;
    report
        .add("readable_batches_per_second", batches)
        .add("readable_events_per_second", batches * workload.eventsPerBatch())
        .add("readable_points_per_second", batches * workload.pointsPerBatch());
    percentiles("freshness", freshness.ages(), report);
    report.add("freshness_probes_failed", freshness.failures());
  }

  private static void percentiles(String name, Histogram micros, Report report) {
    if (micros.getTotalCount() == 0) {
      return;
    }
    report
        .add(name + "_p50_ms", micros.getValueAtPercentile(50) / MILLISECOND)
        .add(name + "_p90_ms", micros.getValueAtPercentile(90) / MILLISECOND)
        .add(name + "_p99_ms", micros.getValueAtPercentile(99) / MILLISECOND)
        .add(name + "_p999_ms", micros.getValueAtPercentile(99.9) / MILLISECOND)
        .add(name + "_max_ms", micros.getMaxValue() / MILLISECOND);
  }
}
