package io.throughline.load.check;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.v1.Generation;
import io.throughline.lineage.v1.GenerationPhase;
import io.throughline.lineage.v1.GetLogicalHashRequest;
import io.throughline.lineage.v1.GetSeriesRequest;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import io.throughline.lineage.v1.Series;
import io.throughline.lineage.v1.SeriesServiceGrpc;
import io.throughline.load.check.Violation.Promise;
import io.throughline.load.mesh.LoadException;
import io.throughline.load.reading.CatchUp;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Compares the graph with the journal. */
final class GraphCheck {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration REBUILD = Duration.ofMinutes(30);
  private static final long PAUSE_MILLIS = 200;
  private static final long ANSWER_SECONDS = 120;

  private final Channel lineage;
  private final String head;
  private final Verdict verdict;

  /**
   * @param head the end of the journal, which the graph must have come to
   */
  GraphCheck(Channel lineage, String head, Verdict verdict) {
    this.lineage = lineage;
    this.head = head;
    this.verdict = verdict;
  }

  void check(Map<SeriesIdentity, SeriesPoints> series) throws InterruptedException {
    Projection projection = CatchUp.await(lineage, head, PATIENCE);
    verdict.looked("batches in quarantine", projection.getQuarantinedCount());
    if (projection.getQuarantinedCount() > 0) {
      verdict.violated(
          Promise.READABLE,
          "%d batches lie in quarantine, which the journal let in",
          projection.getQuarantinedCount());
    }
    long points = 0;
    for (Map.Entry<SeriesIdentity, SeriesPoints> each : series.entrySet()) {
      SeriesPoints read = read(each.getKey());
      points += read.count();
      if (!read.sameAs(each.getValue())) {
        verdict.violated(
            Promise.READABLE,
            "%s of %s: the graph tells %d points, the journal holds %d%s",
            each.getKey().getMetric(),
            each.getKey().getRun(),
            read.count(),
            each.getValue().count(),
            read.count() == each.getValue().count() ? " others" : "");
      }
    }
    verdict.looked("series read from the graph", series.size());
    verdict.looked("points read from the graph", points);
  }

  private SeriesPoints read(SeriesIdentity identity) {
    SeriesPoints points = new SeriesPoints();
    try {
      Series series =
          SeriesServiceGrpc.newBlockingStub(lineage)
              .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
              .getSeries(GetSeriesRequest.newBuilder().setSeries(identity).build());
      for (int i = 0; i < series.getValuesCount(); i++) {
        points.add(series.getSteps(i), series.getTimesMillis(i), series.getValues(i));
      }
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw e;
      }
    }
    return points;
  }

  /** Has the graph made anew from the journal, and waits until the new one answers. */
  void rebuild() throws InterruptedException {
    ProjectionServiceBlockingStub projection = ProjectionServiceGrpc.newBlockingStub(lineage);
    int begun =
        newest(
            projection
                .withDeadlineAfter(1, TimeUnit.MINUTES)
                .rebuildProjection(RebuildProjectionRequest.getDefaultInstance()),
            any -> true);
    long deadline = System.nanoTime() + REBUILD.toNanos();
    while (newest(CatchUp.await(lineage, head, PATIENCE), GraphCheck::serves) < begun) {
      if (System.nanoTime() > deadline) {
        throw new LoadException(
            "generation %d of the graph was not made within %d min"
                .formatted(begun, REBUILD.toMinutes()));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private static boolean serves(Generation generation) {
    return generation.getPhase() == GenerationPhase.GENERATION_PHASE_SERVING;
  }

  private static int newest(Projection projection, Predicate<Generation> which) {
    return projection.getGenerationsList().stream()
        .filter(which)
        .mapToInt(Generation::getNumber)
        .max()
        .orElse(0);
  }

  /** The logical hash of everything, at the head. */
  String hash() throws InterruptedException {
    CatchUp.await(lineage, head, PATIENCE);
    return ProjectionServiceGrpc.newBlockingStub(lineage)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .getLogicalHash(GetLogicalHashRequest.newBuilder().setPosition(head).build())
        .getHash();
  }
}
