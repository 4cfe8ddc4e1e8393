package io.throughline.local.fault;

import io.grpc.ManagedChannel;
import io.throughline.load.check.ConsistencyCheck;
import io.throughline.load.check.Verdict;
import io.throughline.load.drive.Driver;
import io.throughline.load.drive.Measurements;
import io.throughline.load.drive.Plan;
import io.throughline.load.history.History;
import io.throughline.load.history.HistoryWriter;
import io.throughline.load.mesh.MeshConnection;
import io.throughline.load.workload.Workload;
import io.throughline.load.workload.Workloads;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A load in the background that writes its history, and the check of what became of it. */
final class Traffic implements AutoCloseable {
  private static final int EVENTS_PER_BATCH = 20;

  private final Path history;
  private final List<ManagedChannel> channels;
  private final Driver driver;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  private Traffic(MeshConnection connection, Plan plan, Path history) {
    this.history = history;
    this.channels =
        IntStream.range(0, plan.connections()).mapToObj(i -> connection.openIngest()).toList();
    Workload workload = Workloads.events.of(plan.seed(), EVENTS_PER_BATCH);
    this.driver =
        new Driver(channels, plan, workload, stream -> HistoryWriter.open(history, stream));
  }

  /** Begins to send. */
  static Traffic start(MeshConnection connection, Plan plan, Path history) {
    Traffic traffic = new Traffic(connection, plan, history);
    Thread thread = new Thread(traffic::run, "traffic");
    thread.setDaemon(true);
    thread.start();
    return traffic;
  }

  private void run() {
    try {
      driver.run();
      ended.complete(null);
    } catch (Exception e) {
      ended.completeExceptionally(e);
    }
  }

  Measurements measurements() {
    return driver.measurements();
  }

  /** How many events are acknowledged. */
  long acknowledgedEvents() {
    return EVENTS_PER_BATCH * driver.measurements().acknowledged();
  }

  boolean hasFailed() {
    return ended.isCompletedExceptionally();
  }

  /** Sends nothing new, and waits until everything is acknowledged. */
  Traffic finish() throws Exception {
    driver.stop();
    try {
      ended.get(10, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    } finally {
      driver.close();
    }
    return this;
  }

  /**
   * Reads journal and graph anew and compares.
   *
   * @param rebuild whether the graph is made anew, to compare its hash
   * @param rebuilt a second lineage-service with a graph made from zero
   */
  Verdict check(MeshConnection mesh, boolean rebuild, Optional<String> rebuilt)
      throws InterruptedException {
    return check(history, mesh, rebuild, rebuilt);
  }

  /** The same for the history of a load that has ended. */
  static Verdict check(Path history, MeshConnection mesh, boolean rebuild, Optional<String> rebuilt)
      throws InterruptedException {
    ManagedChannel journal = mesh.openIngest();
    Optional<ManagedChannel> lineage = mesh.openLineage();
    Optional<ManagedChannel> other = rebuilt.map(mesh::open);
    try {
      return new ConsistencyCheck(History.read(history), false, rebuild)
          .run(journal, lineage, other);
    } finally {
      journal.shutdownNow();
      lineage.ifPresent(ManagedChannel::shutdownNow);
      other.ifPresent(ManagedChannel::shutdownNow);
    }
  }

  @Override
  public void close() {
    driver.close();
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
