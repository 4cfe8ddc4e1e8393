package io.throughline.housevaluation.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.housevaluation.feature.FeatureSet;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.sale.SaleFile;
import io.throughline.housevaluation.sale.Split;
import io.throughline.housevaluation.valuation.Algorithm;
import io.throughline.housevaluation.valuation.Candidate;
import io.throughline.housevaluation.valuation.CrossValidation;
import io.throughline.housevaluation.valuation.MonthlyAdjustment;
import io.throughline.housevaluation.valuation.SaleMetric;
import io.throughline.housevaluation.valuation.Sweep;
import io.throughline.housevaluation.valuation.Valuation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real fits on the real sales. */
class TrainingTest {

  private static final Split SPLIT = Split.before(2010, SaleFile.read().all());

  @Test
  void theNumberOfThreadsChangesNoResult() {
    // Given
    List<Candidate> candidates = oneOfEachFamily();
    CrossValidation folds = new CrossValidation(SPLIT.training().subList(0, 600), 3, 7);

    // When
    var alone = Parallel.map(1, candidates, folds::measure);
    var together = Parallel.map(4, candidates, folds::measure);

    // Then
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void theSameSeedFitsTheSameModelAndAnotherCutsOtherFolds() {
    // Given
    List<Sale> sales = SPLIT.training().subList(0, 600);
    Candidate candidate = Sweep.firstModel();

    // When
    String first = Valuation.fit(candidate, sales, MonthlyAdjustment.none(), 1).digest(sales);
    String again = Valuation.fit(candidate, sales, MonthlyAdjustment.none(), 1).digest(sales);

    // Then
    assertThat(again).isEqualTo(first);
    assertThat(new CrossValidation(sales, 3, 1).measure(candidate))
        .isNotEqualTo(new CrossValidation(sales, 3, 2).measure(candidate));
  }

  @Test
  void modelsHalveTheErrorOfTheMeanOnTheUntouchedYear() {
    // Given
    double mean = SPLIT.training().stream().mapToDouble(Sale::logPrice).average().orElseThrow();
    double[] means = new double[SPLIT.judgement().size()];
    Arrays.fill(means, mean);
    double errorOfTheMean = SaleMetric.rmseOfLogPrice(SPLIT.judgement(), means);
    assertThat(errorOfTheMean).isBetween(0.41, 0.43);

    // When
    MonthlyAdjustment adjustment = MonthlyAdjustment.estimate(SPLIT.training(), 1);
    Candidate svr = new Candidate(FeatureSet.LOCATION, true, new Algorithm.LinearSvr(0.1, 0.02));
    Candidate elasticNet =
        new Candidate(FeatureSet.LOCATION, false, new Algorithm.ElasticNet(0.001, 0.5));

    // Then
    assertThat(errorInJudgement(svr, adjustment)).isLessThan(errorOfTheMean / 2);
    assertThat(errorInJudgement(elasticNet, adjustment)).isLessThan(errorOfTheMean / 2);
  }

  @Test
  void theSeasonsEffectIsSmallAndAveragesOut() {
    MonthlyAdjustment adjustment = MonthlyAdjustment.estimate(SPLIT.training(), 1);

    assertThat(adjustment.factors()).hasSize(12).allMatch(factor -> Math.abs(factor - 1) < 0.05);
    double mean =
        SPLIT.training().stream()
            .mapToDouble(
                sale -> Math.log(adjustment.factors().get(sale.sold().getMonthValue() - 1)))
            .average()
            .orElseThrow();
    assertThat(mean).isBetween(-1e-9, 1e-9);
  }

  @Test
  void candidatesHaveDistinctIdsFitForNames() {
    for (Sweep sweep : Sweep.values()) {
      List<String> ids = sweep.candidates(true).stream().map(Candidate::id).toList();

      assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9._-]{1,80}"));
      assertThat(sweep.candidates(false))
          .noneMatch(candidate -> candidate.algorithm().family().equals("xgboost"));
    }
  }

  private static double errorInJudgement(Candidate candidate, MonthlyAdjustment adjustment) {
    Valuation valuation = Valuation.fit(candidate, SPLIT.training(), adjustment, 1);
    return SaleMetric.rmseOfLogPrice(SPLIT.judgement(), valuation.logPrices(SPLIT.judgement()));
  }

  private static List<Candidate> oneOfEachFamily() {
    List<Algorithm> algorithms =
        new ArrayList<>(
            List.of(
                new Algorithm.ElasticNet(0.003, 0.5),
                new Algorithm.LinearSvr(0.1, 0.02),
                new Algorithm.RegressionTree(6, 10),
                new Algorithm.RandomForest(5, 6)));
    if (Algorithm.BoostedTrees.available()) {
      algorithms.add(new Algorithm.BoostedTrees(30, 3, 0.1));
    }
    return algorithms.stream()
        .map(algorithm -> new Candidate(FeatureSet.BASIC, true, algorithm))
        .toList();
  }
}
