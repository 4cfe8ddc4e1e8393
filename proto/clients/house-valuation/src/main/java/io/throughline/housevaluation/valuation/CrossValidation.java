package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.sale.Fold;
import io.throughline.housevaluation.sale.Sale;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The folds on which candidates are compared. Whatever is learnt, the season's effect included, is
 * learnt on a fold's training sales only.
 */
public final class CrossValidation {

  /**
   * What came out on one fold.
   *
   * @param rmse the root mean squared error of the log price on the fold's test sales
   */
  public record Result(int fold, double rmse, int trainCount, int testCount) {}

  private final List<Fold> folds;
  private final List<MonthlyAdjustment> adjustments;
  private final long seed;

  /** Estimates the season's effect on the training sales of each fold, once for all candidates. */
  public CrossValidation(List<Sale> sales, int foldCount, long seed) {
    this.folds = Fold.cut(sales, foldCount, seed);
    this.adjustments =
        folds.stream().map(fold -> MonthlyAdjustment.estimate(fold.training(), seed)).toList();
    this.seed = seed;
  }

  /** Fits the candidate on each fold's training sales and measures it on the fold's test sales. */
  public List<Result> measure(Candidate candidate) {
    return IntStream.range(0, folds.size()).mapToObj(i -> measure(candidate, i)).toList();
  }

  private Result measure(Candidate candidate, int index) {
    Fold fold = folds.get(index);
    Valuation valuation = Valuation.fit(candidate, fold.training(), adjustments.get(index), seed);
    double rmse = SaleMetric.rmseOfLogPrice(fold.test(), valuation.logPrices(fold.test()));
    return new Result(fold.number(), rmse, fold.training().size(), fold.test().size());
  }
}
