package io.throughline.selection.statistics.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.health.SampleRatioTest.Phase;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.sequential.SequentialSampleRatioTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleRatioTestTest {

  private static final double[] EVEN = {1, 1};

  private static Reason reason(Result<?> result) {
    return ((Result.NotComputable<?>) result).reason();
  }

  @Test
  void anEmptyArmRaisesTheAlarm() {
    // When
    SignificanceTest test =
        SampleRatioTest.phase(new long[] {1000, 1000, 0}, new double[] {1, 1, 1}).orElseThrow();

    // Then
    assertThat(test.p().isBelow(1e-9)).isTrue();
    assertThat(test.n()).isEqualTo(2000);
  }

  @Test
  void tinyCountsAreTooEarly() {
    assertThat(reason(SampleRatioTest.phase(new long[] {9, 1}, EVEN))).isEqualTo(Reason.TOO_EARLY);
    assertThat(reason(SampleRatioTest.phase(new long[] {0, 0}, EVEN))).isEqualTo(Reason.TOO_EARLY);
  }

  @Test
  void unitsInAnArmWithoutWeightAreInconsistent() {
    assertThat(reason(SampleRatioTest.phase(new long[] {100, 5}, new double[] {1, 0})))
        .isEqualTo(Reason.INCONSISTENT);
  }

  @Test
  void aRampRaisesNoFalseAlarmWhenPhasesAreHeldApart() {
    // Given
    Phase closed = new Phase(new long[] {10_000, 0}, new double[] {1, 0});
    Phase open = new Phase(new long[] {5030, 4970}, EVEN);

    // When
    SignificanceTest apart = SampleRatioTest.phases(List.of(closed, open)).orElseThrow();
    SignificanceTest together =
        SampleRatioTest.phase(new long[] {15_030, 4970}, EVEN).orElseThrow();

    // Then
    assertThat(apart.p().value()).isGreaterThan(.1);
    assertThat(together.p().isBelow(1e-9)).isTrue();
  }

  @Test
  void theSequentialTestRemembersItsSmallestP() {
    // Given
    SequentialSampleRatioTest test = SequentialSampleRatioTest.DEFAULT;
    SignificanceTest early = test.look(new long[] {60_000, 50_000}, EVEN).orElseThrow();

    // When
    SignificanceTest late = test.look(new long[] {1_000_000, 1_000_000}, EVEN).orElseThrow();

    // Then
    assertThat(early.p().isBelow(.001)).isTrue();
    assertThat(late.p().value()).isEqualTo(1);
    assertThat(SequentialSampleRatioTest.running(early, late).p()).isEqualTo(early.p());
  }

  @Test
  void theSequentialTestGoesOnFromPhaseToPhase() {
    // Given: the share moves from 9:1 to 1:1, and the second phase is off
    Phase closed = new Phase(new long[] {1000, 0}, new double[] {1, 0});
    Phase ramp = new Phase(new long[] {9030, 970}, new double[] {9, 1});
    Phase sound = new Phase(new long[] {50_100, 49_900}, EVEN);
    Phase off = new Phase(new long[] {51_500, 48_500}, EVEN);
    SequentialSampleRatioTest test = SequentialSampleRatioTest.DEFAULT;

    // When
    SignificanceTest healthy = test.look(List.of(closed, ramp, sound)).orElseThrow();
    SignificanceTest sick = test.look(List.of(closed, ramp, off)).orElseThrow();

    // Then
    assertThat(healthy.p().value()).isEqualTo(1);
    assertThat(healthy.n()).isEqualTo(110_000);
    assertThat(sick.p().isBelow(.001)).isTrue();
    assertThat(reason(test.look(List.of(closed)))).isEqualTo(Reason.EMPTY);
    assertThat(reason(test.look(new long[] {10, 3}, new double[] {1, 0})))
        .isEqualTo(Reason.INCONSISTENT);
  }

  @Test
  void multipleExposuresAreHeldAgainstWhatIsTolerated() {
    // When
    var leaking =
        MultipleExposures.share(new Proportion(200, 10_000), MultipleExposures.TOLERATED_SHARE, .95)
            .orElseThrow();
    var sound =
        MultipleExposures.share(new Proportion(80, 10_000), MultipleExposures.TOLERATED_SHARE, .95)
            .orElseThrow();

    // Then
    assertThat(leaking.interval().lower()).isGreaterThan(.01);
    assertThat(leaking.p().isBelow(.05)).isTrue();
    assertThat(sound.interval().contains(.01)).isTrue();
    assertThat(sound.p().isBelow(.05)).isFalse();
  }

  @Test
  void unitsStillNeededShrinkWithTheStandardError() {
    // When
    long needed = Power.CUSTOMARY.unitsStillNeeded(.1, 1000, .2).orElseThrow();

    // Then: (1.96 + 0.84)² (0.1/0.2)² 1000 = 1962.2
    assertThat(needed).isEqualTo(963);
    assertThat(Power.CUSTOMARY.unitsStillNeeded(.01, 1000, .2).orElseThrow()).isZero();
    assertThat(reason(Power.CUSTOMARY.unitsStillNeeded(0, 1000, .2)))
        .isEqualTo(Reason.ZERO_VARIANCE);
  }
}
