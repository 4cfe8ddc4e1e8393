package io.throughline.selection.statistics.synthesis;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.sample.Proportion;
import io.throughline.selection.statistics.synthesis.RandomEffects.Estimator;
import io.throughline.selection.statistics.synthesis.RandomEffects.Inference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynthesisReferenceTest {

  /** BCG vaccine, 13 trials: tuberculosis positive and negative, treated and control, latitude. */
  private static final int[][] BCG = {
    {4, 119, 11, 128, 44},
    {6, 300, 29, 274, 55},
    {3, 228, 11, 209, 42},
    {62, 13536, 248, 12619, 52},
    {33, 5036, 47, 5761, 13},
    {180, 1361, 372, 1079, 44},
    {8, 2537, 10, 619, 19},
    {505, 87886, 499, 87892, 13},
    {29, 7470, 45, 7232, 27},
    {17, 1699, 65, 1600, 42},
    {186, 50448, 141, 27197, 18},
    {5, 2493, 3, 2338, 33},
    {27, 16886, 29, 17825, 33}
  };

  private final double[] y = new double[13];
  private final double[] v = new double[13];
  private final double[] latitude = new double[13];

  SynthesisReferenceTest() {
    for (int i = 0; i < 13; i++) {
      double treated = BCG[i][0] + BCG[i][1];
      double control = BCG[i][2] + BCG[i][3];
      y[i] = Math.log(BCG[i][0] / treated / (BCG[i][2] / control));
      v[i] = 1.0 / BCG[i][0] - 1 / treated + 1.0 / BCG[i][2] - 1 / control;
      latitude[i] = BCG[i][4];
    }
  }

  @Test
  void vaccineTrialsByRestrictedMaximumLikelihood() {
    // When
    RandomEffectsFit fit =
        RandomEffects.of(y, v, Estimator.REML, Inference.NORMAL, .95).orElseThrow();

    // Then
    assertPrinted(fit.effect().value(), "-.7145");
    assertPrinted(fit.effect().standardError().getAsDouble(), ".1798");
    assertPrinted(fit.tauSquared(), ".3132");
    assertPrinted(100 * fit.iSquared(), "92.22");
    assertPrinted(fit.q(), "152.233");
    assertPrinted(fit.predictionInterval().lower(), "-1.8667");
    assertPrinted(fit.predictionInterval().upper(), ".4376");
    assertPrinted(fit.shrunken()[0], "-.8002");
    assertPrinted(fit.shrunken()[3], "-1.3979");
  }

  @Test
  void vaccineTrialsByMomentsAndByKnappHartung() {
    // When
    RandomEffectsFit moments =
        RandomEffects.of(y, v, Estimator.DERSIMONIAN_LAIRD, Inference.NORMAL, .95).orElseThrow();
    RandomEffectsFit knappHartung = RandomEffects.of(y, v, .95).orElseThrow();

    // Then
    assertPrinted(moments.effect().value(), "-.7141");
    assertPrinted(moments.tauSquared(), ".3088");
    assertPrinted(knappHartung.effect().interval().lower(), "-1.1084");
    assertPrinted(knappHartung.effect().interval().upper(), "-.3206");
  }

  @Test
  void vaccineTrialsOnLatitude() {
    // Given
    RandomEffectsFit without =
        RandomEffects.of(y, v, Estimator.REML, Inference.NORMAL, .95).orElseThrow();

    // When
    RandomEffectsFit fit =
        RandomEffects.fit(y, v, new double[][] {latitude}, Estimator.REML, Inference.NORMAL, .95)
            .orElseThrow();

    // Then
    assertPrinted(fit.effect().value(), ".2515");
    assertPrinted(fit.coefficients().get(1).value(), "-.0291");
    assertPrinted(fit.coefficients().get(1).standardError().getAsDouble(), ".0072");
    // The published .0764 and 75.62 are R's metafor, which stops one step of Fisher's scoring short
    // of the maximum, at .0763547, once a step is below 1e-5. The maximum itself is .07634796.
    assertThat(fit.tauSquared()).isCloseTo(.0764, within(.5e-4 + 1e-5));
    assertThat(100 * fit.rSquared(without)).isCloseTo(75.62, within(.5e-2 + 100 * 1e-5 / .3132));
    assertThat(fit.tauSquared()).isCloseTo(.07634796397, within(1e-9));
  }

  @Test
  void berkeleyAdmissionsDoNotFallForSimpson() {
    // Given: women and men admitted among applicants, by department
    long[][] counts = {
      {89, 108, 512, 825},
      {17, 25, 353, 560},
      {202, 593, 120, 325},
      {131, 375, 138, 417},
      {94, 393, 53, 191},
      {24, 341, 22, 373}
    };
    List<Stratum> departments = new ArrayList<>();
    Proportion women = new Proportion(0, 0);
    Proportion men = new Proportion(0, 0);
    for (long[] c : counts) {
      departments.add(new Stratum(new Proportion(c[0], c[1]), new Proportion(c[2], c[3])));
      women = women.plus(departments.get(departments.size() - 1).treatment());
      men = men.plus(departments.get(departments.size() - 1).control());
    }

    // When
    Estimate weighted = SizeWeightedDifference.ofProportions(departments, .95).orElseThrow();
    Estimate odds = MantelHaenszel.oddsRatio(departments, .95).orElseThrow();

    // Then
    assertThat(women).isEqualTo(new Proportion(557, 1835));
    assertThat(men).isEqualTo(new Proportion(1198, 2691));
    assertPrinted(100 * (women.share() - men.share()), "-14.2");
    assertPrinted(100 * weighted.value(), "4.26");
    assertPrinted(weighted.interval().lower(), ".0068");
    assertPrinted(weighted.interval().upper(), ".0785");
    assertPrinted(1 / odds.value(), ".9047");
    assertPrinted(MantelHaenszel.test(departments, true).orElseThrow().p().value(), ".232");
  }
}
