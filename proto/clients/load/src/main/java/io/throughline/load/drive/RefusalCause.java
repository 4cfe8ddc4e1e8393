package io.throughline.load.drive;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Why a batch was refused, and what that means for its producer.
 *
 * @param code the gRPC code
 * @param message what the journal says
 * @param retryDelay when to try again, where the journal says it
 */
record RefusalCause(Code code, String message, Optional<Duration> retryDelay) {
  private static final Set<Code> FOR_NOW = Set.of(Code.RESOURCE_EXHAUSTED, Code.UNAVAILABLE);

  static RefusalCause of(Status status) {
    return new RefusalCause(
        io.grpc.Status.fromCodeValue(status.getCode()).getCode(),
        status.getMessage(),
        retryDelay(status));
  }

  /** Whether sending again is right. */
  boolean isForNow() {
    return FOR_NOW.contains(code);
  }

  /** Whether one before it was refused: it comes again with that one. */
  boolean isGap() {
    return code == Code.OUT_OF_RANGE;
  }

  private static Optional<Duration> retryDelay(Status status) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return Optional.of(Duration.ofSeconds(delay.getSeconds(), delay.getNanos()));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
