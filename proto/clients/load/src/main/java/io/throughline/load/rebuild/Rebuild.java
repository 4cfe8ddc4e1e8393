package io.throughline.load.rebuild;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.throughline.lineage.v1.ExperimentServiceGrpc;
import io.throughline.lineage.v1.Generation;
import io.throughline.lineage.v1.GenerationPhase;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.ListExperimentsRequest;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.lineage.v1.ProjectionServiceGrpc.ProjectionServiceBlockingStub;
import io.throughline.lineage.v1.RebuildProjectionRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One rebuild of the graph, watched from outside while the old graph is asked. */
final class Rebuild {
  private static final long PAUSE_MILLIS = 100;
  private static final int PERCENTILE = 99;

  /**
   * How far it was at a time.
   *
   * @param nanos since the beginning
   * @param batches that were applied
   */
  private record Sample(long nanos, long batches) {}

  private final ProjectionServiceBlockingStub projection;
  private final ExperimentServiceGrpc.ExperimentServiceBlockingStub experiments;
  private final List<Sample> samples = new ArrayList<>();
  private final List<Long> readNanos = new ArrayList<>();
  private int failedReads;
  private double seconds;

  Rebuild(Channel lineage) {
    projection = ProjectionServiceGrpc.newBlockingStub(lineage);
    experiments = ExperimentServiceGrpc.newBlockingStub(lineage);
  }

  /** Waits until the graph holds a position. */
  void await(String position) throws InterruptedException {
    while (true) {
      try {
        projection.getProjection(GetProjectionRequest.newBuilder().setPosition(position).build());
        return;
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != io.grpc.Status.Code.UNAVAILABLE) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Asks for a rebuild, and returns when the new generation answers. */
  Rebuild run() throws InterruptedException {
    long start = System.nanoTime();
    int building =
        generation(
                projection.rebuildProjection(RebuildProjectionRequest.getDefaultInstance()),
                GenerationPhase.GENERATION_PHASE_BUILDING)
            .orElseThrow(() -> new IllegalStateException("nothing is being built"))
            .getNumber();
    while (true) {
      Projection now = projection.getProjection(GetProjectionRequest.getDefaultInstance());
      for (Generation generation : now.getGenerationsList()) {
        if (generation.getNumber() == building) {
          samples.add(new Sample(System.nanoTime() - start, batches(generation.getPosition())));
        }
      }
      Optional<Generation> serving = generation(now, GenerationPhase.GENERATION_PHASE_SERVING);
      if (serving.filter(one -> one.getNumber() == building).isPresent()) {
        seconds = (System.nanoTime() - start) / 1e9;
        return this;
      }
      read();
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private void read() {
    long start = System.nanoTime();
    try {
      experiments.listExperiments(ListExperimentsRequest.newBuilder().setPageSize(1).build());
      readNanos.add(System.nanoTime() - start);
    } catch (StatusRuntimeException e) {
      failedReads++;
    }
  }

  double seconds() {
    return seconds;
  }

  int failedReads() {
    return failedReads;
  }

  /** The 99th percentile of the time of a read of the old graph meanwhile. */
  double readMillis() {
    long[] sorted = readNanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) * PERCENTILE / 100] / 1e6;
  }

  /** The seconds that it took from some batches to some more. */
  double secondsBetween(double fromBatches, double toBatches) {
    return secondsAt(toBatches) - secondsAt(fromBatches);
  }

  /** The time at which so many batches were applied, between two samples in proportion. */
  private double secondsAt(double batches) {
    Sample before = new Sample(0, 0);
    for (Sample sample : samples) {
      if (sample.batches() >= batches && sample.batches() > before.batches()) {
        double share =
            (batches - before.batches()) / (double) (sample.batches() - before.batches());
        return (before.nanos() + share * (sample.nanos() - before.nanos())) / 1e9;
      }
      before = sample;
    }
    return before.nanos() / 1e9;
  }

  /** How many batches were applied at last. */
  long batches() {
    return samples.get(samples.size() - 1).batches();
  }

  private static Optional<Generation> generation(Projection projection, GenerationPhase phase) {
    return projection.getGenerationsList().stream()
        .filter(one -> one.getPhase() == phase)
        .reduce((first, last) -> last);
  }

  private static long batches(String position) {
    return position.isEmpty()
        ? 0
        : Arrays.stream(position.split(",", -1))
            .mapToLong(part -> Long.parseLong(part.substring(part.indexOf(':') + 1)))
            .sum();
  }
}
