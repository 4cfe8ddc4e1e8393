package io.throughline.selection.statistics.drift;

import static io.throughline.selection.statistics.Published.assertPrinted;

import io.throughline.selection.statistics.SignificanceTest;
import org.junit.jupiter.api.Test;

class DriftReferenceTest {

  private final double[] reference = {.5, .3, .2};
  private final double[] current = {.4, .3, .3};

  @Test
  void distancesOfShares() {
    assertPrinted(
        PopulationStabilityIndex.ofShares(reference, current).orElseThrow().value(), ".0628609");
    assertPrinted(JensenShannon.ofShares(reference, current, 2).orElseThrow().value(), ".1061985");
    assertPrinted(
        JensenShannon.ofShares(reference, current, Math.E).orElseThrow().value(), ".0884161");
  }

  @Test
  void wassersteinOfSixNumbers() {
    assertPrinted(
        Wasserstein.distance(new double[] {0, 1, 3}, new double[] {5, 6, 8}).orElseThrow().value(),
        "5");
  }

  @Test
  void kolmogorovSmirnovOfTenNumbers() {
    // When
    SignificanceTest test =
        KolmogorovSmirnov.test(new double[] {1, 2, 3, 4, 5}, new double[] {3, 4, 5, 6, 7})
            .orElseThrow();

    // Then
    assertPrinted(test.statistic(), ".4");
    assertPrinted(test.p().value(), ".873016");
  }

  @Test
  void chiSquareOfThreeCategories() {
    // When
    SignificanceTest test =
        ChiSquareTest.test(new long[] {10, 10, 20}, new long[] {20, 20, 20}).orElseThrow();

    // Then
    assertPrinted(test.statistic(), "2.77778");
    assertPrinted(test.p().value(), ".249352");
  }
}
