package io.throughline.client.stream;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.EmitRequest;
import io.throughline.ingest.v1.EmitResponse;
import io.throughline.ingest.v1.JournalServiceGrpc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Sends what the outboxes hold on one stream, at most a window of unanswered batches, and opens
 * another one when it breaks. For the emitter's thread alone.
 */
public final class Delivery {

  private static final int WINDOW_BATCHES = 128;
  private static final int WINDOW_BYTES = 8 << 20;

  /** A stream that owes answers for so long is as good as broken. */
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  /** A stream is renewed, so that a new token is shown and replicas share the work. */
  private static final long LIFETIME = Duration.ofMinutes(10).toNanos();

  private static final Set<Status.Code> HOPELESS =
      Set.of(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED, Status.Code.UNIMPLEMENTED);

  private final ManagedChannel channel;
  private final Runnable wake;
  private final Tally tally;
  private final List<Outbox> outboxes = new ArrayList<>();
  private final Backoff backoff = new Backoff();
  private JournalStream stream;
  private int inFlight;
  private long inFlightBytes;
  private long lastAnswer;

  /**
   * @param wake called from other threads when there is something to do
   */
  public Delivery(ManagedChannel channel, Runnable wake, Tally tally) {
    this.channel = channel;
    this.wake = wake;
    this.tally = tally;
  }

  /** Delivers what an outbox holds from now on. */
  public void add(Outbox outbox) {
    outboxes.add(outbox);
  }

  /** The outboxes that were added and not removed. */
  public List<Outbox> outboxes() {
    return outboxes;
  }

  /** Forgets an outbox that is empty. */
  public void remove(Outbox outbox) {
    outboxes.remove(outbox);
  }

  /** Does what can be done without waiting. */
  public void step(long now) {
    if (stream != null) {
      receive(now);
    }
    if (stream == null && backoff.isOver(now) && outboxes.stream().anyMatch(o -> !o.isEmpty())) {
      open(now);
    }
    if (stream != null) {
      send(now);
    }
  }

  /** Breaks the stream; what is unanswered is sent again on another one. */
  public void reset(String reason, long now) {
    if (stream != null) {
      stream.cancel(reason);
    }
    broken();
    backoff.pause(now, Duration.ZERO);
  }

  private void receive(long now) {
    Status end = stream.end();
    EmitResponse answer = stream.poll();
    while (answer != null) {
      if (!take(answer, now)) {
        stream.cancel("an answer to nothing that was sent");
        end = Status.INTERNAL.withDescription("The journal answered what was not sent");
        break;
      }
      answer = stream.poll();
    }
    if (end == null && inFlight > 0 && now - lastAnswer > PATIENCE) {
      stream.cancel("no answer");
      end = Status.DEADLINE_EXCEEDED.withDescription("The journal has not answered for 30 seconds");
    }
    if (end != null) {
      broken();
      trouble(end, now);
    }
  }

  private boolean take(EmitResponse answer, long now) {
    for (Outbox outbox : outboxes) {
      if (outbox.producer().equals(answer.getProducer())) {
        Lane lane = outbox.lane(answer.getScope());
        if (!lane.expects(answer)) {
          return false;
        }
        inFlight--;
        inFlightBytes -= lane.firstSentBytes();
        lastAnswer = now;
        backoff.reset();
        lane.answer(answer, now);
        return true;
      }
    }
    return false;
  }

  private void open(long now) {
    channel.resetConnectBackoff();
    try {
      stream = JournalStream.open(JournalServiceGrpc.newStub(channel), wake);
      lastAnswer = now;
    } catch (RuntimeException e) {
      // The token's file cannot be read.
      backoff.pause(now, Duration.ZERO);
      tally.trouble(String.valueOf(e.getMessage()), true);
    }
  }

  private void send(long now) {
    if (now - stream.opened() > LIFETIME) {
      if (inFlight == 0) {
        stream.complete();
        stream = null;
      }
      return;
    }
    for (Outbox outbox : outboxes) {
      for (Lane lane : outbox.lanes()) {
        while (lane.isReady(now)) {
          if (inFlight >= WINDOW_BATCHES || inFlightBytes >= WINDOW_BYTES || !stream.hasRoom()) {
            return;
          }
          send(outbox, lane, now);
        }
      }
    }
  }

  private void send(Outbox outbox, Lane lane, long now) {
    PendingBatch batch = lane.next();
    Batch content = outbox.content(batch);
    if (content == null) {
      lane.lost(batch);
      return;
    }
    if (inFlight == 0) {
      lastAnswer = now;
    }
    inFlight++;
    inFlightBytes += batch.bytes;
    stream.send(
        EmitRequest.newBuilder()
            .setBatch(
                content.toBuilder()
                    .setProducer(outbox.producer())
                    .setEpoch(batch.sentAs.epoch())
                    .setNumber(batch.sentAs.number()))
            .build());
  }

  private void broken() {
    stream = null;
    inFlight = 0;
    inFlightBytes = 0;
    outboxes.forEach(outbox -> outbox.lanes().forEach(Lane::broken));
  }

  private void trouble(Status end, long now) {
    if (!end.isOk()) {
      backoff.pause(now, Duration.ZERO);
      tally.trouble(end.getCode() + ": " + end.getDescription(), HOPELESS.contains(end.getCode()));
    }
  }
}
