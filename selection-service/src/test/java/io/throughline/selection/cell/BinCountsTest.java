package io.throughline.selection.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BinCountsTest {

  @Test
  void addsUpBinByBinAsAMapDoes() {
    Random random = new Random(1);
    for (int round = 0; round < 1_000; round++) {
      // Given
      SortedMap<Integer, Long> one = counts(random);
      SortedMap<Integer, Long> other = counts(random);
      SortedMap<Integer, Long> both = new TreeMap<>(one);
      other.forEach((bin, units) -> both.merge(bin, units, Long::sum));

      // When
      BinCounts sum = BinCounts.of(one).plus(BinCounts.of(other));

      // Then
      assertThat(sum.byBin()).isEqualTo(both);
      assertThat(sum).isEqualTo(BinCounts.of(both)).hasSameHashCodeAs(BinCounts.of(both));
      assertThat(sum.units()).isEqualTo(both.values().stream().mapToLong(Long::longValue).sum());
    }
  }

  @Test
  void nothingAddsNothing() {
    BinCounts some = BinCounts.of(new Integer[] {-3, 7}, new Long[] {2L, 5L});
    assertThat(some.plus(BinCounts.NONE)).isEqualTo(some);
    assertThat(BinCounts.NONE.plus(some)).isEqualTo(some);
    assertThat(BinCounts.NONE.isEmpty()).isTrue();
    assertThat(BinCounts.NONE.units()).isZero();
  }

  private static SortedMap<Integer, Long> counts(Random random) {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      counts.put(random.nextInt(20) - 10, 1L + random.nextInt(5));
    }
    return counts;
  }
}
