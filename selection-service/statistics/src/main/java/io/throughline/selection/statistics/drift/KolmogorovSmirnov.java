package io.throughline.selection.statistics.drift;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.PValueMethod;

/**
 * The two-sample Kolmogorov-Smirnov test (Smirnov 1939), its statistic the largest gap between the
 * distribution functions; p-values exact for small samples (Hodges 1958; Viehmann 2021), by
 * Commons. They tell that n is large as often as that data drifted, so they inform and do not
 * alarm.
 */
public final class KolmogorovSmirnov {

  /** Up to so many units in the larger sample the p-value is exact. */
  public static final int MAX_EXACT = 10_000;

  private KolmogorovSmirnov() {}

  /** The test; NOT_COMPUTABLE below two units in a sample. */
  public static Result<SignificanceTest> test(double[] reference, double[] current) {
    if (reference.length < 2 || current.length < 2) {
      return Result.notComputable(Reason.TOO_FEW_UNITS, "Both samples need two units at least");
    }
    for (double[] sample : new double[][] {reference, current}) {
      for (double value : sample) {
        if (!Double.isFinite(value)) {
          return Result.notComputable(Reason.NOT_FINITE, "A value is " + value);
        }
      }
    }
    boolean exact = Math.max(reference.length, current.length) <= MAX_EXACT;
    var result =
        KolmogorovSmirnovTest.withDefaults()
            .with(exact ? PValueMethod.EXACT : PValueMethod.ASYMPTOTIC)
            .test(reference, current);
    return Result.computed(
        new SignificanceTest(
            result.getStatistic(),
            PValue.of(Math.min(1, result.getPValue())),
            exact ? Method.KOLMOGOROV_SMIRNOV_EXACT : Method.KOLMOGOROV_SMIRNOV_ASYMPTOTIC,
            reference.length + (long) current.length));
  }
}
