package io.throughline.lineage.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.throughline.server.testing.Errors;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A corpus of filters with one fault each, alone and behind what is right. */
class MalformedFiltersTest {
  private static final String MARK = "¦";

  static Stream<String> corpus() throws IOException {
    try (InputStream in =
        MalformedFiltersTest.class.getResourceAsStream("/search/malformed-filters.txt")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines().filter(line -> !line.startsWith("# ")).toList().stream();
    }
  }

  @Test
  void holdsMoreThanThreeHundredFaults() throws IOException {
    assertThat(corpus().distinct().count()).isGreaterThanOrEqualTo(300);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void pointsAtTheColumnOfTheFault(String marked) {
    for (String before : List.of("", "metrics.a < 1 AND ", "NOT (state = 'FAILED')\n OR NOT ")) {
      String filter = before + marked.replace(MARK, "");
      int column = before.length() + marked.indexOf(MARK) + 1;

      Throwable failed = catchThrowable(() -> Filters.formula(filter, Instant.EPOCH));

      assertThat(failed).as(filter).isNotNull();
      assertThat(Status.fromThrowable(failed).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(Errors.reason(failed)).isEqualTo("FILTER_INVALID");
      assertThat(Errors.metadata(failed, "column")).as(failed.getMessage()).isEqualTo("" + column);
      assertThat(Errors.fields(failed)).containsExactly("filter");
    }
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    for (String filter :
        List.of(
            "(".repeat(4_000),
            "NOT ".repeat(2_000) + "state = 'FAILED'",
            "min(".repeat(2_000),
            "params.a = 1 OR ".repeat(500) + "params.a = 1",
            "params.a IN (" + "1,".repeat(2_500) + "1)")) {
      assertThat(Errors.reason(catchThrowable(() -> Filters.formula(filter, Instant.EPOCH))))
          .isEqualTo("FILTER_INVALID");
    }
  }
}
