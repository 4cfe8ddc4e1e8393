package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.distribution.ChiSquare;

/** The chi-square test of whether two samples have the same categories' shares (Pearson 1900). */
public final class ChiSquareTest {
  private ChiSquareTest() {}

  /** The test; categories that neither sample has are left out. */
  public static Result<SignificanceTest> test(long[] reference, long[] current) {
    Levels.sameLength(reference.length, current.length, "current");
    long r = Units.of(reference);
    long c = Units.of(current);
    if (r == 0 || c == 0) {
      return Result.notComputable(Reason.EMPTY, "The reference or the current data hold no unit");
    }
    double total = (double) r + c;
    double statistic = 0;
    int categories = 0;
    for (int i = 0; i < reference.length; i++) {
      double both = (double) reference[i] + current[i];
      if (both > 0) {
        categories++;
        double deviation = reference[i] - both * (r / total);
        double precision = 1 / (both * (r / total)) + 1 / (both * (c / total));
        statistic += deviation * deviation * precision;
      }
    }
    if (categories < 2) {
      return Result.notComputable(Reason.ZERO_VARIANCE, "There is one category: nothing varies");
    }
    return Result.computed(
        new SignificanceTest(
            statistic,
            ChiSquare.upperTail(statistic, categories - 1.0),
            Method.CHI_SQUARE,
            Math.addExact(r, c)));
  }
}
