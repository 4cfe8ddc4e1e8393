package io.throughline.selection.statistics.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

class SamplePropertiesTest {

  @Provide
  Arbitrary<double[]> values() {
    return Arbitraries.doubles()
        .between(-1e3, 1e3)
        .array(double[].class)
        .ofMinSize(4)
        .ofMaxSize(60);
  }

  @Property
  void momentsAddUpAcrossAnyPartition(
      @ForAll("values") double[] values,
      @ForAll @IntRange(min = 0, max = 60) int first,
      @ForAll @IntRange(min = 0, max = 60) int second) {
    // Given
    int a = Math.min(Math.min(first, second), values.length);
    int b = Math.min(Math.max(first, second), values.length);

    // When
    Moments parts =
        Moments.of(Arrays.copyOfRange(values, 0, a))
            .plus(Moments.of(Arrays.copyOfRange(values, a, b)))
            .plus(Moments.of(Arrays.copyOfRange(values, b, values.length)));

    // Then
    Moments whole = Moments.of(values);
    double spread = Math.sqrt(whole.variance());
    assertThat(parts.n()).isEqualTo(whole.n());
    assertThat(parts.mean()).isCloseTo(whole.mean(), within(1e-12 * (1e3 + spread)));
    assertThat(parts.variance())
        .isCloseTo(whole.variance(), within(1e-11 * (whole.variance() + 1e-9)));
  }

  @Property
  void exactSumsGiveTheMomentsOfTheUnits(@ForAll("values") double[] values) {
    // Given
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal squares = BigDecimal.ZERO;
    for (double value : values) {
      BigDecimal exact = new BigDecimal(value);
      sum = sum.add(exact);
      squares = squares.add(exact.multiply(exact));
    }

    // When
    Moments moments = Moments.ofSums(values.length, sum, squares);

    // Then
    Moments whole = Moments.of(values);
    assertThat(moments.mean()).isCloseTo(whole.mean(), within(1e-9));
    assertThat(moments.variance())
        .isCloseTo(whole.variance(), within(1e-12 * (whole.variance() + 1)));
  }

  @Property
  void jointMomentsAddUpAcrossAnyPartition(
      @ForAll("values") double[] values, @ForAll @IntRange(min = 0, max = 30) int cut) {
    // Given
    int n = values.length / 2;
    int at = Math.min(cut, n);
    double[] y = Arrays.copyOfRange(values, 0, n);
    double[] x = Arrays.copyOfRange(values, n, 2 * n);

    // When
    JointMoments parts =
        JointMoments.of(Arrays.copyOfRange(y, 0, at), Arrays.copyOfRange(x, 0, at))
            .plus(JointMoments.of(Arrays.copyOfRange(y, at, n), Arrays.copyOfRange(x, at, n)));

    // Then
    assertThat(parts.covariance())
        .isCloseTo(JointMoments.of(y, x).covariance(), within(1e-9 * 1e6 / n));
  }

  @Property
  void logBinsKnowEveryValueToTheStatedError(
      @ForAll @DoubleRange(min = -1e12, max = 1e12) double value,
      @ForAll @Scale(3) @DoubleRange(min = 0.001, max = 0.1) double error) {
    // Given
    LogBins bins = new LogBins(error);

    // When
    int bin = bins.bin(value);

    // Then
    double slack = 1e-9 * Math.abs(value);
    assertThat(bins.value(bin))
        .isCloseTo(value, within(error * Math.abs(value) + slack + LogBins.SMALLEST));
    assertThat(bins.lower(bin)).isLessThanOrEqualTo(value + slack);
    assertThat(bins.upper(bin)).isGreaterThanOrEqualTo(value - slack);
  }
}
