package io.throughline.selection.statistics.health;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HealthReferenceTest {

  private static final double[] EVEN = {1, 1};

  @Test
  void sampleRatioMismatch() {
    assertPrinted(
        SampleRatioTest.phase(new long[] {821588, 815482}, EVEN).orElseThrow().p().value() * 1e6,
        "1.82");
    assertPrinted(
        SampleRatioTest.phase(new long[] {1000, 1100}, EVEN).orElseThrow().p().value(), ".0291");
  }

  @Test
  void powerOfProportionsAsInR() {
    assertPrinted(new Power(.05, 2, .9).unitsPerArmForProportions(.5, .75), "76.7");
    assertPrinted(new Power(.05, 2, .9).unitsPerArmForProportions(.5, .75), "76.707");
  }

  @Test
  void powerOfATTestAsInR() {
    assertPrinted(Power.CUSTOMARY.achievedForT(20, 1, 1), ".86895");
    assertPrinted(new Power(.05, 2, .9).unitsPerArmForT(1, 1), "22.02110");
    // R prints 17.84713, its root being good to about 1e-5.
    assertPrinted(new Power(.05, 1, .9).unitsPerArmForT(1, 1), "17.8471");
  }

  @Test
  void totalsOfLargeTrials() {
    // By Student's t, as G*Power does it, and by the normal approximation.
    Power power = new Power(.05, 2, .85);
    assertThat(2 * (long) Math.ceil(power.unitsPerArmForT(.3, 10))).isEqualTo(39906);
    assertThat(total(new Power(.05, 2, .8), .3, 100, 100)).isEqualTo(34884);
    // Proportions with the variance pooled under the null; G*Power rounds to the nearest unit here.
    assertThat(2 * Math.round(power.unitsPerArmForProportions(.34, .343))).isEqualTo(897348);
  }

  private static long total(Power power, double difference, double v1, double v2) {
    return 2 * (long) Math.ceil(power.unitsPerArm(difference, v1, v2));
  }
}
