package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.sale.Fold;
import io.throughline.housevaluation.sale.Sale;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
  private final Map<Integer, MonthlyAdjustment> adjustments = new ConcurrentHashMap<>();
  private final long seed;

  /** Cuts the sales; every candidate is measured on the same folds. */
  public CrossValidation(List<Sale> sales, int foldCount, long seed) {
    this.folds = Fold.cut(sales, foldCount, seed);
    this.seed = seed;
  }

  /** Fits the candidate on each fold's training sales and measures it on the fold's test sales. */
  public List<Result> measure(Candidate candidate) {
    return folds.stream().map(fold -> measure(candidate, fold)).toList();
  }

  private Result measure(Candidate candidate, Fold fold) {
    MonthlyAdjustment adjustment =
        candidate.monthlyAdjustment() ? adjustment(fold) : MonthlyAdjustment.none();
    Valuation valuation = Valuation.fit(candidate, fold.training(), adjustment, seed);
    double rmse = SaleMetric.rmseOfLogPrice(fold.test(), valuation.logPrices(fold.test()));
    return new Result(fold.number(), rmse, fold.training().size(), fold.test().size());
  }

  /** The season's effect in a fold's training sales, estimated once for all candidates. */
  private MonthlyAdjustment adjustment(Fold fold) {
    return adjustments.computeIfAbsent(
        fold.number(), number -> MonthlyAdjustment.estimate(fold.training(), seed));
  }
}
