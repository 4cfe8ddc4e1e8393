package io.throughline.server.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.testing.Errors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final int HEADERS_THAT_CLIENTS_TAKE = 8192;

  private static Failure withViolations(int count) {
    List<FieldViolation> violations =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    FieldViolation.newBuilder()
                        .setField("events[%d].parameters_chosen.parameters[%d].key".formatted(i, i))
                        .setDescription("must be at least 1 and at most 250 characters long")
                        .setReason("STRING_PATTERN")
                        .build())
            .toList();
    return Failure.of(ErrorReason.ERROR_REASON_FIELDS_INVALID, "x".repeat(10_000))
        .violations(violations);
  }

  private static int bytes(Metadata trailers) {
    int bytes = 0;
    for (byte[] each : InternalMetadata.serialize(trailers)) {
      bytes += each.length;
    }
    return bytes;
  }

  @Test
  void aRefusalWithManyViolationsFitsIntoTheTrailersThatClientsTake() {
    Failure failure = withViolations(500);

    int encoded =
        bytes(failure.getTrailers()) * 4 / 3 + failure.getStatus().getDescription().length();
    assertThat(encoded).isLessThan(HEADERS_THAT_CLIENTS_TAKE);
    assertThat(Errors.fields(failure)).hasSizeGreaterThan(20);
    assertThat(Errors.metadata(failure, "violations")).isEqualTo("500");
  }

  @Test
  void aRefusalInAStreamListsAHundred() throws Exception {
    com.google.rpc.Status status = withViolations(500).status();

    BadRequest listed = status.getDetails(1).unpack(BadRequest.class);

    assertThat(listed.getFieldViolationsCount()).isEqualTo(100);
  }

  @Test
  void fewViolationsAreNotCounted() {
    Failure failure = withViolations(3);

    assertThat(Errors.fields(failure)).hasSize(3);
    assertThat(Errors.metadata(failure, "violations")).isEmpty();
  }
}
