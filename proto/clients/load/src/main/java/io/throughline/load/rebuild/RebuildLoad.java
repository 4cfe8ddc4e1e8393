package io.throughline.load.rebuild;

import io.grpc.ManagedChannel;
import io.throughline.load.mesh.LoadException;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.load.report.Report;

/**
 * Fills an empty mesh and makes its graph anew, twice: with the points alone, then with the runs
 * behind them.
 *
 * @param runs how many runs, of six graph events each
 * @param points how many points
 */
public record RebuildLoad(int runs, int points) {
  private static final int TENTHS = 10;

  /** Runs it; the figures. */
  public Report run(MeshConnection mesh) throws InterruptedException {
    ManagedChannel ingest = mesh.openIngest();
    ManagedChannel lineage =
        mesh.openLineage().orElseThrow(() -> new LoadException("name lineage-service: --lineage"));
    try {
      Filling filling = new Filling(ingest);
      String position = filling.points(points);
      new Rebuild(lineage).await(position);
      Rebuild ofPoints = new Rebuild(lineage).run();
      position = filling.runs(runs);
      new Rebuild(lineage).await(position);
      Rebuild ofAll = new Rebuild(lineage).run();
      return report(ofPoints, ofAll);
    } finally {
      ingest.shutdownNow();
      lineage.shutdownNow();
    }
  }

  private Report report(Rebuild ofPoints, Rebuild ofAll) {
    double end = ofAll.batches();
    double begin = ofPoints.batches();
    double tenth = (end - begin) / TENTHS;
    double eventsPerTenth = (double) runs * Filling.EVENTS_PER_RUN / TENTHS;
    Report report =
        new Report()
            .add("points", points)
            .add("graph_events", (double) runs * Filling.EVENTS_PER_RUN)
            .add("rebuild_of_points_seconds", ofPoints.seconds())
            .add("rebuild_of_all_seconds", ofAll.seconds())
            .add("points_per_second", points / ofPoints.seconds())
            .add(
                "graph_events_per_second",
                runs
                    * (double) Filling.EVENTS_PER_RUN
                    / (ofAll.seconds() - ofPoints.secondsBetween(0, begin)))
            .add("read_p99_ms", ofAll.readMillis())
            .add("failed_reads", ofPoints.failedReads() + ofAll.failedReads());
    for (int i = 0; i < TENTHS; i++) {
      double seconds = ofAll.secondsBetween(begin + i * tenth, begin + (i + 1) * tenth);
      report.add("tenth_%d_us_per_event".formatted(i + 1), 1e6 * seconds / eventsPerTenth);
    }
    return report;
  }
}
