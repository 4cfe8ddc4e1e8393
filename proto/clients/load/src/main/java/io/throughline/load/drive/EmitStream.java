package io.throughline.load.drive;

import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.load.workload.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One {@code Emit} stream and the producers that share it. It sends what is due as fast as the
 * journal takes it, and is opened again when it breaks or is silent for too long.
 */
final class EmitStream {
  private static final Set<Code> FOR_GOOD =
      Set.of(Code.UNAUTHENTICATED, Code.PERMISSION_DENIED, Code.UNIMPLEMENTED);
  private static final int MOST_AT_ONCE = 16;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final JournalServiceStub journal;
  private final Workload workload;
  private final Plan plan;
  private final Ledger ledger;
  private final Measurements measurements;
  private final ScheduledExecutorService timer;
  private final Consumer<Throwable> fatal;
  private final List<Producer> producers;
  private final Map<String, Producer> byId;
  private final SplittableRandom random;
  private Attempt attempt;
  private boolean closed;
  private int turn;
  private Duration pause = FIRST_PAUSE;
  private long lastAnswer = System.nanoTime();

  EmitStream(
      JournalServiceStub journal,
      Workload workload,
      Plan plan,
      Ledger ledger,
      Measurements measurements,
      ScheduledExecutorService timer,
      Consumer<Throwable> fatal,
      List<Producer> producers) {
    this.journal = journal;
    this.workload = workload;
    this.plan = plan;
    this.ledger = ledger;
    this.measurements = measurements;
    this.timer = timer;
    this.fatal = fatal;
    this.producers = producers;
    this.byId =
        producers.stream().collect(Collectors.toMap(each -> each.name().id(), Function.identity()));
    this.random = new SplittableRandom(plan.seed() + producers.get(0).name().index());
  }

  synchronized void open() {
    if (!closed) {
      lastAnswer = System.nanoTime();
      attempt = new Attempt();
      journal.emit(attempt);
    }
  }

  synchronized void becomeDue(Producer producer, long time) {
    producer.becomeDue(time);
    pump();
  }

  synchronized void becomeDueWhenSent(long batchesOfEach) {
    producers.forEach(producer -> producer.becomeDueWhenSent(batchesOfEach));
    pump();
  }

  synchronized void withdraw() {
    producers.forEach(Producer::withdraw);
  }

  synchronized void dropUnsent() {
    producers.forEach(Producer::dropUnsent);
  }

  synchronized boolean isDone() {
    return producers.stream().allMatch(Producer::isDone);
  }

  synchronized void close() {
    closed = true;
    if (attempt != null) {
      attempt.cancel("the load has ended");
    }
    ledger.close();
  }

  /**
   * Opens the stream anew when it owes answers and has been silent for longer than the patience.
   */
  synchronized void breakSilence() {
    boolean silent = System.nanoTime() - lastAnswer > plan.patience().toNanos();
    if (attempt != null && silent && producers.stream().anyMatch(Producer::waitsForAnswers)) {
      attempt.cancel("no answer for " + plan.patience());
      broken(attempt);
    }
  }

  private void pump() {
    boolean more = true;
    while (more && attempt != null && attempt.call.isReady()) {
      List<Batch> batches = takeDue();
      if (!batches.isEmpty()) {
        ledger.sending(batches);
        for (Batch batch : batches) {
          attempt.call.onNext(EmitRequest.newBuilder().setBatch(batch).build());
        }
      }
      more = batches.size() >= MOST_AT_ONCE;
    }
  }

  private List<Batch> takeDue() {
    List<Batch> batches = new ArrayList<>();
    long now = System.nanoTime();
    int idle = 0;
    while (idle < producers.size() && batches.size() < MOST_AT_ONCE) {
      Producer producer = producers.get(turn);
      turn = (turn + 1) % producers.size();
      if (producer.maySend(now, plan.window())) {
        Batch batch = workload.batch(producer.name(), producer.take(now));
        batches.add(batch);
        if (plan.duplicates() > 0 && random.nextDouble() < plan.duplicates()) {
          producer.sentAgain();
          batches.add(batch);
        }
        idle = 0;
      } else {
        idle++;
      }
    }
    return batches;
  }

  private synchronized void answered(Attempt from, EmitResponse response) {
    if (from != attempt) {
      return;
    }
    lastAnswer = System.nanoTime();
    pause = FIRST_PAUSE;
    Producer producer = byId.get(response.getProducer());
    try {
      if (response.hasAcknowledgement()) {
        long due = producer.acknowledge(response.getNumber());
        if (due == -1) {
          measurements.acknowledgedAgain();
        } else {
          measurements.acknowledged(response.getAcknowledgement(), due);
        }
        ledger.acknowledged(response);
      } else {
        refused(producer, response);
      }
    } catch (RuntimeException e) {
      fatal.accept(e);
      return;
    }
    if (producer.rewind()) {
      long wait = producer.pausedUntil() - System.nanoTime();
      var unused = timer.schedule(this::resume, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }
    pump();
  }

  private void refused(Producer producer, EmitResponse response) {
    RefusalCause cause = RefusalCause.of(response.getRefusal().getStatus());
    if (cause.isGap()) {
      producer.refuse(System.nanoTime());
      return;
    }
    if (!cause.isForNow()) {
      throw new IllegalStateException(
          "batch %d of %s was refused: %s %s"
              .formatted(
                  response.getNumber(), response.getProducer(), cause.code(), cause.message()));
    }
    measurements.refused(cause.code().name(), cause.retryDelay().isPresent());
    Duration delay = cause.retryDelay().orElse(FIRST_PAUSE);
    producer.refuse(System.nanoTime() + (long) (delay.toNanos() * (1 + random.nextDouble())));
  }

  private synchronized void resume() {
    pump();
  }

  private synchronized void broken(Attempt from) {
    if (from != attempt || closed) {
      return;
    }
    attempt = null;
    measurements.broken();
    producers.forEach(Producer::breakOff);
    long wait = (long) (pause.toNanos() * (0.5 + random.nextDouble() / 2));
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    var unused = timer.schedule(this::open, wait, TimeUnit.NANOSECONDS);
  }

  /** One call of {@code Emit}; what comes late from an earlier one is not heard. */
  private final class Attempt implements ClientResponseObserver<EmitRequest, EmitResponse> {
    private ClientCallStreamObserver<EmitRequest> call;

    @Override
    public void beforeStart(ClientCallStreamObserver<EmitRequest> stream) {
      call = stream;
      stream.setOnReadyHandler(EmitStream.this::resume);
    }

    @Override
    public void onNext(EmitResponse response) {
      answered(this, response);
    }

    @Override
    public void onError(Throwable fault) {
      if (FOR_GOOD.contains(Status.fromThrowable(fault).getCode())) {
        fatal.accept(fault);
      }
      broken(this);
    }

    @Override
    public void onCompleted() {
      broken(this);
    }

    void cancel(String reason) {
      call.cancel(reason, null);
    }
  }
}
