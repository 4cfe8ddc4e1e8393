package io.throughline.lineage.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PointCodecTest {

  @Test
  void givesBackEveryPointExactly() {
    Random random = new Random(1);
    Points points =
        new Points(
            random.longs(1_000).toArray(),
            random.longs(1_000).toArray(),
            random.ints(1_000).mapToDouble(Double::longBitsToDouble).toArray());
    points.values()[0] = Double.NaN;
    points.values()[1] = Double.NEGATIVE_INFINITY;
    points.steps()[2] = Long.MIN_VALUE;
    points.steps()[3] = Long.MAX_VALUE;

    byte[] bytes = PointCodec.encode(points);

    assertThat(PointCodec.decode(PointCodec.DELTAS, 1_000, bytes)).isEqualTo(points);
  }

  @Test
  void needsTenBytesForAPointOfASteadySeries() {
    long[] steps = new long[1_000];
    long[] millis = new long[1_000];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = 10L * i;
      millis[i] = 1_700_000_000_000L + 250L * i;
    }

    byte[] bytes = PointCodec.encode(new Points(steps, millis, new double[1_000]));

    assertThat(bytes.length).isLessThan(10_050);
  }
}
