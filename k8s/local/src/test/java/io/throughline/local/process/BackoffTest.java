package io.throughline.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void waitsLongerAfterEveryEarlyDeathUpToHalfAMinute() {
    // Given
    Backoff backoff = new Backoff();
    // When
    var waits =
        IntStream.range(0, 9).mapToObj(death -> backoff.after(Duration.ZERO).toMillis()).toList();
    // Then
    assertThat(waits)
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void beginsAnewAfterALongLife() {
    // Given
    Backoff backoff = new Backoff();
    backoff.after(Duration.ZERO);
    backoff.after(Duration.ZERO);
    // When, Then
    assertThat(backoff.after(Duration.ofSeconds(15))).isEqualTo(Duration.ofMillis(500));
  }
}
