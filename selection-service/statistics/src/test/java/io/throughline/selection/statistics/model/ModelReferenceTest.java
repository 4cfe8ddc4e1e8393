package io.throughline.selection.statistics.model;

import static io.throughline.selection.statistics.Published.assertPrinted;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelReferenceTest {

  @Test
  void correlatedBayesianTOverTenFolds() {
    // When
    CorrelatedBayesianT posterior =
        CorrelatedBayesianT.compare(NadeauBengioTest.A, NadeauBengioTest.B, 1 / 9.0, .01)
            .orElseThrow();

    // Then
    assertPrinted(posterior.worse(), ".00156");
    assertPrinted(posterior.equivalent(), ".30570");
    assertPrinted(posterior.better(), ".69275");
  }

  @Test
  void demsarsFourClassifiersOverFourteenDataSets() {
    // When
    FriedmanTest test =
        FriedmanTest.ofRanks(new double[] {3.143, 2.000, 2.893, 1.964}, 14).orElseThrow();

    // Then
    assertPrinted(test.chiSquare().statistic(), "9.28");
    assertPrinted(test.f().statistic(), "3.69");
    assertPrinted(FriedmanTest.criticalDifference(4, 14, .05), "1.2536");
  }

  @ParameterizedTest
  @CsvSource({"10, 2.5", "100, 32", "200, 69"})
  void criticalDifferenceAtScale(int models, String ranks) {
    assertPrinted(FriedmanTest.criticalDifference(models, 30, .05), ranks);
  }

  @ParameterizedTest
  @CsvSource({"100, 2.51", "300, 2.88"})
  void winnersCurse(int candidates, String standardErrors) {
    assertPrinted(WinnersCurse.expectedExcess(candidates), standardErrors);
  }

  @Test
  void meanAndTailOfTenLosses() {
    // Given
    double[] losses = {0, 1, 2, 3, 4, 5, 6, 7, 8, 50};

    // When
    Estimate mean = ExpectedMoney.mean(losses, .9, 2000, 1).orElseThrow();
    Estimate tail = ExpectedMoney.conditionalValueAtRisk(losses, .8, .9, 2000, 1).orElseThrow();

    // Then
    assertPrinted(mean.value(), "8.6");
    assertPrinted(tail.value(), "29");
    assertThat(tail.caveats()).containsExactly(Caveat.FEW_TAIL_UNITS);
  }
}
