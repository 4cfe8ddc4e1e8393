package io.throughline.load.observe;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.load.mesh.LoadException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Appends batches, several at a time; each sender is a producer of its own. */
final class Sending {
  private static final int SENDERS = 4;
  private static final long DEADLINE_SECONDS = 60;
  private static final long PAUSE_MILLIS = 20;

  private final ManagedChannel ingest;

  Sending(ManagedChannel ingest) {
    this.ingest = ingest;
  }

  /** Appends one batch; its position. */
  String send(Batch batch) throws InterruptedException {
    return new Sender().append(batch);
  }

  /**
   * Appends batches as fast as they are acknowledged.
   *
   * @return the position after all of them
   */
  String send(int batches, IntFunction<Batch> batch) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Callable<List<String>> work =
        () -> {
          Sender sender = new Sender();
          List<String> positions = new ArrayList<>();
          for (int i = next.getAndIncrement(); i < batches; i = next.getAndIncrement()) {
            positions.add(sender.append(batch.apply(i)));
          }
          return positions;
        };
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<String> positions = new ArrayList<>();
      List<Future<List<String>>> running = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        running.add(senders.submit(work));
      }
      for (Future<List<String>> each : running) {
        List<String> sent = each.get();
        // The positions of one sender rise, so its last ones cover the others.
        positions.addAll(sent.subList(Math.max(0, sent.size() - 1), sent.size()));
      }
      return String.join(",", positions);
    } catch (ExecutionException e) {
      throw new LoadException("a batch was not appended: " + e.getCause());
    } finally {
      senders.shutdownNow();
    }
  }

  private final class Sender {
    private final String producer = "observe-" + UUID.randomUUID();
    private long number;

    String append(Batch batch) throws InterruptedException {
      AppendRequest request =
          AppendRequest.newBuilder()
              .setBatch(batch.toBuilder().setProducer(producer).setEpoch(1).setNumber(++number))
              .build();
      while (true) {
        try {
          return JournalServiceGrpc.newBlockingStub(ingest)
              .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .append(request)
              .getAcknowledgement()
              .getPosition();
        } catch (StatusRuntimeException e) {
          if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED) {
            throw e;
          }
          TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
      }
    }
  }
}
