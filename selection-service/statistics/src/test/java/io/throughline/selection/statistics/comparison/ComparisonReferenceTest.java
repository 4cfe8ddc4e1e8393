package io.throughline.selection.statistics.comparison;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.sample.JointMoments;
import io.throughline.selection.statistics.sample.Moments;
import org.junit.jupiter.api.Test;

class ComparisonReferenceTest {

  private final Moments control = Moments.ofSums(3407, 1396.87, 52377.9767);
  private final Moments treatment = Moments.ofSums(3461, 2422.7, 134698.29);

  @Test
  void relativeLiftOfRevenue() {
    // When
    Estimate lift = WelchT.lift(treatment, control, .95).orElseThrow();

    // Then
    assertPrinted(lift.value(), ".70732");
    assertPrinted(lift.standardError().getAsDouble(), ".37879");
    assertPrinted(lift.p().value(), ".06191");
    assertPrinted(lift.interval().lower(), "-.03526");
    assertPrinted(lift.interval().upper(), "1.44989");
  }

  @Test
  void absoluteDifferenceOfRevenue() {
    // When
    Estimate difference = WelchT.difference(treatment, control, .95).orElseThrow();

    // Then
    assertPrinted(difference.value(), ".29");
    assertPrinted(difference.standardError().getAsDouble(), ".12478");
    assertPrinted(difference.p().value(), ".02016");
  }

  @Test
  void ratioOfFiveUnits() {
    // Given
    JointMoments arm =
        JointMoments.of(new double[] {10, 40, 15, 60, 35}, new double[] {1, 3, 2, 5, 4});

    // When
    Estimate ratio = DeltaRatio.ratio(arm, .95).orElseThrow();

    // Then
    assertPrinted(ratio.value(), "10.66667");
    assertPrinted(Math.pow(ratio.standardError().getAsDouble(), 2), "1.154321");
  }

  @Test
  void cupedOfFiveUnits() {
    // Given
    JointMoments t =
        JointMoments.of(new double[] {12, 15, 11, 18, 14}, new double[] {10, 13, 9, 15, 12});
    JointMoments c =
        JointMoments.of(new double[] {10, 12, 13, 9, 11}, new double[] {9, 12, 12, 8, 11});

    // When
    Estimate adjusted = Cuped.difference(t, c, .95, 2).orElseThrow();
    Estimate refused = Cuped.difference(t, c, .95).orElseThrow();

    // Then
    assertPrinted(Cuped.theta(t, c), "1.161369");
    assertPrinted(adjusted.value(), "1.374083");
    assertPrinted(adjusted.standardError().getAsDouble(), ".361573");
    assertPrinted(refused.value(), "3.0");
    assertPrinted(refused.standardError().getAsDouble(), "1.414214");
    assertThat(refused.caveats()).containsExactly(Caveat.UNADJUSTED);
  }

  @Test
  void differenceOfNinetiethPercentiles() {
    // Given: inputs printed to six digits, so the difference carries half a unit of each
    ArmMean c = Quantiles.arm(7.157987, 7.098780, 7.217195, .95, .9, 11054).orElseThrow();
    ArmMean t = Quantiles.arm(7.694500, 7.641806, 7.747194, .95, .9, 10861).orElseThrow();

    // When
    Estimate difference = Quantiles.difference(t, c, .95).orElseThrow();

    // Then
    assertThat(difference.value()).isCloseTo(.536512, within(1.5e-6));
    assertThat(difference.interval().lower()).isCloseTo(.457256, within(1.5e-6));
    assertThat(difference.interval().upper()).isCloseTo(.615769, within(1.5e-6));
  }
}
