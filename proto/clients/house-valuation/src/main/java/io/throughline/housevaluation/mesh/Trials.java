package io.throughline.housevaluation.mesh;

import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.throughline.client.Connection;
import io.throughline.client.Retry;
import io.throughline.selection.v1.GetReadoutRequest;
import io.throughline.selection.v1.OutcomeMetricServiceGrpc;
import io.throughline.selection.v1.PutDefinitionRequest;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialServiceGrpc;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** What trials show, and by which outcome metrics and cohorts. */
public final class Trials implements AutoCloseable {

  private static final long ATTEMPT_SECONDS = 30;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ManagedChannel channel;
  private final Retry retry;
  private final Duration patience;

  /** Trials of the selection service. */
  public Trials(Connection selection) {
    this.channel = selection.open();
    this.patience = selection.patience();
    this.retry = new Retry(channel, patience);
  }

  /** Stores an outcome metric or a cohort; the same text again stays the same version. */
  public void define(String fileName) {
    PutDefinitionRequest request =
        PutDefinitionRequest.newBuilder().setYaml(Texts.read("/trial/" + fileName)).build();
    retry.call(
        () ->
            OutcomeMetricServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                .putDefinition(request));
  }

  /**
   * What a trial shows.
   *
   * @param position what must have been counted before
   * @param asOf the instant that tells listings whose window has closed from the others
   * @throws IllegalStateException where it is still not computed when the patience is over
   */
  public Readout readout(String trial, String position, Instant asOf) {
    GetReadoutRequest request =
        GetReadoutRequest.newBuilder()
            .setName(trial)
            .setPosition(position)
            .setAsOfTime(Timestamp.newBuilder().setSeconds(asOf.getEpochSecond()))
            .build();
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Readout readout =
          retry.call(
              () ->
                  TrialServiceGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(ATTEMPT_SECONDS, TimeUnit.SECONDS)
                      .getReadout(request));
      if (!readout.getBackfilling()) {
        return readout;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("%s is still being computed".formatted(trial));
      }
      pause(trial);
    }
  }

  private static void pause(String trial) {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Nobody waits for %s any more".formatted(trial), e);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
