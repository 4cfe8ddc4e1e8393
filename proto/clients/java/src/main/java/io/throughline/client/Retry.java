package io.throughline.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Repeats a call that is safe to repeat (a numbered batch, a request with its id) while the service
 * is away or busy. Waits longer after every attempt, and at least as long as the service asks.
 */
public final class Retry {

  private static final Set<Status.Code> WORTH_REPEATING =
      Set.of(
          Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.RESOURCE_EXHAUSTED);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final ManagedChannel channel;
  private final Duration patience;

  /**
   * @param channel what the calls go through; it connects anew for every attempt
   * @param patience how long a call is repeated in all
   */
  public Retry(ManagedChannel channel, Duration patience) {
    this.channel = channel;
    this.patience = patience;
  }

  /**
   * Calls until there is an answer.
   *
   * @param attempt the call, with the same content each time
   * @throws StatusRuntimeException the last error, where repeating is of no use or patience is over
   */
  public <A> A call(Supplier<A> attempt) {
    long deadline = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        channel.resetConnectBackoff();
        return attempt.get();
      } catch (StatusRuntimeException e) {
        Duration wait = longer(jittered(pause), asked(e));
        boolean late = System.nanoTime() + wait.toNanos() - deadline > 0;
        if (late || !WORTH_REPEATING.contains(e.getStatus().getCode())) {
          throw e;
        }
        sleep(wait, e);
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private static Duration jittered(Duration pause) {
    return Duration.ofNanos(
        ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos() + 1));
  }

  /** The pause that the service asks for, zero where it asks for none. */
  private static Duration asked(StatusRuntimeException e) {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    if (status == null) {
      return Duration.ZERO;
    }
    for (Any detail : status.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
        } catch (InvalidProtocolBufferException malformed) {
          return Duration.ZERO;
        }
      }
    }
    return Duration.ZERO;
  }

  private static void sleep(Duration wait, StatusRuntimeException cause) {
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
