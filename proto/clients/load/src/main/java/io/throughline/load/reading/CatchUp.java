package io.throughline.load.reading;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.throughline.lineage.v1.GetProjectionRequest;
import io.throughline.lineage.v1.Projection;
import io.throughline.lineage.v1.ProjectionServiceGrpc;
import io.throughline.load.mesh.LoadException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until the graph holds everything up to a position. */
public final class CatchUp {
  private static final long ATTEMPT_SECONDS = 10;
  private static final long PAUSE_MILLIS = 100;

  private CatchUp() {}

  /**
   * Waits.
   *
   * @param position of an acknowledgement; several joined with commas
   * @throws LoadException when it takes longer than the patience
   */
  public static Projection await(Channel lineage, String position, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    GetProjectionRequest request = GetProjectionRequest.newBuilder().setPosition(position).build();
    while (true) {
      try {
        return ProjectionServiceGrpc.newBlockingStub(lineage)
            .withWaitForReady()
            .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
            .getProjection(request);
      } catch (StatusRuntimeException e) {
        if (System.nanoTime() > deadline) {
          throw new LoadException(
              "the graph did not come to position %s within %d s: %s"
                  .formatted(position, patience.toSeconds(), e.getStatus()));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }
}
