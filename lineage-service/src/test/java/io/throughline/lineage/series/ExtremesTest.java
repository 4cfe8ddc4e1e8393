package io.throughline.lineage.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtremesTest {

  @Test
  void keepsAllWhereTheyFit() {
    Extremes kept = Extremes.of(new double[] {3, 1, 2}, 4);

    assertThat(kept.kept()).containsExactly(0, 1, 2);
    assertThat(kept.bucket()).isZero();
  }

  @Test
  void keepsBothEndsAndTheExtremesOfEachBucketInTheirOrder() {
    double[] values = {5, 1, 9, 4, 4, 8, 2, 3, 7, 6};

    Extremes kept = Extremes.of(values, 6);

    assertThat(kept.bucket()).isEqualTo(5);
    assertThat(kept.kept()).containsExactly(0, 1, 2, 5, 6, 9);
  }

  @Test
  void takesNaNForNoExtremeButKeepsABucketOfNothingElse() {
    double nan = Double.NaN;
    double[] values = {nan, nan, nan, nan, nan, nan, 7, nan, 3, 5};

    Extremes kept = Extremes.of(values, 6);

    assertThat(kept.kept()).containsExactly(0, 6, 8, 9);
  }

  @Test
  void keepsInfinitiesAsExtremes() {
    double[] values = {0, 1, Double.NEGATIVE_INFINITY, 2, Double.POSITIVE_INFINITY, 3};

    assertThat(Extremes.of(values, 4).kept()).containsExactly(0, 2, 4, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 17, 100, 999, 2_000})
  void neverKeepsMoreThanAskedForNorLosesTheExtremes(int most) {
    double[] values = new Random(most).doubles(2_345, -1, 1).toArray();

    int[] kept = Extremes.of(values, most).kept();
    double[] left = Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();

    assertThat(kept.length).isLessThanOrEqualTo(most);
    assertThat(kept).isSorted().doesNotHaveDuplicates().contains(0, values.length - 1);
    assertThat(Arrays.stream(left).min()).isEqualTo(Arrays.stream(values).min());
    assertThat(Arrays.stream(left).max()).isEqualTo(Arrays.stream(values).max());
  }
}
