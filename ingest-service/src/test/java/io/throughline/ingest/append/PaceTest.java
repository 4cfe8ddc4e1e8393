package io.throughline.ingest.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  /** Later than any pace of the test was made. */
  private final long now = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

  private final Pace pace = new Pace(100);

  private long[] waits(int turns, long at) {
    return LongStream.range(0, turns).map(turn -> pace.take(at) / MILLI).toArray();
  }

  @Test
  void aBurstBeginsAtOnceAndWhatFollowsEvenly() {
    assertThat(waits(11, now)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 10, 20, 30);
  }

  @Test
  void whoIsSlowerThanThePaceNeverWaits() {
    for (int turn = 0; turn < 1000; turn++) {
      assertThat(pace.take(now + turn * 10 * MILLI)).isZero();
    }
  }

  @Test
  void aRestEarnsOneBurstAndNoMore() {
    // Given
    waits(30, now);
    // When
    long later = now + TimeUnit.HOURS.toNanos(1);
    // Then
    assertThat(waits(10, later)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 10, 20);
  }

  @Test
  void withoutAPaceNobodyWaits() {
    Pace none = new Pace(0);
    assertThat(LongStream.range(0, 1000).map(turn -> none.take(now))).containsOnly(0L);
  }
}
