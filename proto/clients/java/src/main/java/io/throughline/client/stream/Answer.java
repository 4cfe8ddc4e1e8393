package io.throughline.client.stream;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a refusal says, in the emitter's terms.
 *
 * @param code the status code
 * @param reason the reason out of the contract's {@code ErrorReason}, without its prefix; may be
 *     empty
 * @param message for people, with every fault
 * @param pause how long the server asks to wait; zero where it does not
 * @param expected the number that the server expects; 0 where it does not say
 * @param faultyEvents the indexes of the events at fault; empty where the fault is not in the
 *     events alone
 */
record Answer(
    Code code,
    String reason,
    String message,
    Duration pause,
    long expected,
    Set<Integer> faultyEvents) {

  private static final Set<Code> PASSING =
      Set.of(
          Code.UNAVAILABLE,
          Code.RESOURCE_EXHAUSTED,
          Code.DEADLINE_EXCEEDED,
          Code.ABORTED,
          Code.CANCELLED,
          Code.UNAUTHENTICATED);

  private static final Set<Code> FAILED = Set.of(Code.INTERNAL, Code.UNKNOWN, Code.DATA_LOSS);
  private static final Pattern EVENT = Pattern.compile("events\\[(\\d{1,9})]");

  /** Whether the same batch may get in later. */
  boolean isPassing() {
    return PASSING.contains(code);
  }

  /** Whether the server failed, perhaps because of this batch. */
  boolean isServerFailure() {
    return FAILED.contains(code);
  }

  static Answer of(com.google.rpc.Status status) {
    Code code = io.grpc.Status.fromCodeValue(status.getCode()).getCode();
    String reason = "";
    long expected = 0;
    Duration pause = Duration.ZERO;
    List<BadRequest.FieldViolation> violations = new ArrayList<>();
    for (Any detail : status.getDetailsList()) {
      try {
        if (detail.is(ErrorInfo.class)) {
          ErrorInfo info = detail.unpack(ErrorInfo.class);
          reason = info.getReason();
          expected = number(info.getMetadataOrDefault("expected", "0"));
        } else if (detail.is(RetryInfo.class)) {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          pause = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
        } else if (detail.is(BadRequest.class)) {
          violations.addAll(detail.unpack(BadRequest.class).getFieldViolationsList());
        }
      } catch (InvalidProtocolBufferException malformed) {
        // What cannot be read says nothing; code and message stand.
      }
    }
    StringBuilder message = new StringBuilder();
    message.append(code).append(reason.isEmpty() ? "" : ", " + reason).append(": ");
    message.append(status.getMessage());
    violations.forEach(
        fault ->
            message
                .append(System.lineSeparator())
                .append("  ")
                .append(fault.getField())
                .append(": ")
                .append(fault.getDescription()));
    return new Answer(code, reason, message.toString(), pause, expected, faulty(violations));
  }

  private static Set<Integer> faulty(List<BadRequest.FieldViolation> violations) {
    Set<Integer> events = new TreeSet<>();
    for (BadRequest.FieldViolation violation : violations) {
      Matcher event = EVENT.matcher(violation.getField());
      if (!event.find()) {
        return Set.of();
      }
      events.add(Integer.valueOf(event.group(1)));
    }
    return events;
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
