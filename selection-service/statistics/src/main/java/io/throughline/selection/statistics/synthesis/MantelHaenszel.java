package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.SignificanceTest;
import io.throughline.selection.statistics.distribution.ChiSquare;
import io.throughline.selection.statistics.distribution.Pivot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One odds ratio or risk difference common to all strata (Mantel and Haenszel 1959, JNCI 22), so
 * that arms are compared like with like where a total would mix (Simpson's paradox). Strata in
 * which an arm is empty say nothing and are left out.
 */
public final class MantelHaenszel {
  private MantelHaenszel() {}

  /**
   * The common odds ratio treatment : control against 1; interval and p-value normal on its
   * logarithm, with the variance of Robins, Breslow and Greenland 1986, Biometrics 42. The standard
   * error is that of the logarithm.
   */
  public static Result<Estimate> oddsRatio(List<Stratum> strata, double level) {
    double r = 0;
    double s = 0;
    double pr = 0;
    double psqr = 0;
    double qs = 0;
    long n = 0;
    for (Stratum stratum : strata) {
      if (stratum.isInformative()) {
        double total = stratum.n();
        double both = stratum.treatment().successes() * (stratum.control().failures() / total);
        double neither = stratum.treatment().failures() * (stratum.control().successes() / total);
        double p = (stratum.treatment().successes() + stratum.control().failures()) / total;
        double q = 1 - p;
        r += both;
        s += neither;
        pr += p * both;
        psqr += p * neither + q * both;
        qs += q * neither;
        n += stratum.n();
      }
    }
    if (r == 0 || s == 0) {
      return n == 0
          ? Result.notComputable(Reason.EMPTY, "No stratum has units in both arms")
          : Result.notComputable(
              Reason.ZERO_VARIANCE, "The odds ratio is zero or infinite in the strata together");
    }
    double logVariance = pr / (2 * r * r) + psqr / (2 * r * s) + qs / (2 * s * s);
    long units = n;
    return Pivot.NORMAL
        .estimate(
            Math.log(r / s),
            Math.sqrt(logVariance),
            level,
            Method.MANTEL_HAENSZEL_ODDS_RATIO,
            units)
        .map(MantelHaenszel::exponentiate);
  }

  private static Estimate exponentiate(Estimate log) {
    return new Estimate(
        Math.exp(log.value()),
        OptionalDouble.of(log.standardError().getAsDouble()),
        new Interval(
            Math.exp(log.interval().lower()),
            Math.exp(log.interval().upper()),
            log.interval().level()),
        Optional.of(log.p()),
        log.method(),
        log.n(),
        Set.of());
  }

  /**
   * The common difference of shares treatment - control, weights n_T n_C / (n_T + n_C), variance of
   * Greenland and Robins 1985, Biometrics 41.
   */
  public static Result<Estimate> riskDifference(List<Stratum> strata, double level) {
    return WeightedStrata.of(
            strata,
            stratum -> stratum.treatment().n() * ((double) stratum.control().n() / stratum.n()))
        .flatMap(
            sum ->
                Pivot.NORMAL.estimate(
                    sum.difference(),
                    sum.standardError(),
                    level,
                    Method.MANTEL_HAENSZEL_RISK_DIFFERENCE,
                    sum.n()));
  }

  /**
   * The Cochran-Mantel-Haenszel test of no association in any stratum, chi-square with one degree
   * of freedom (Cochran 1954; Mantel and Haenszel 1959).
   *
   * @param continuityCorrection takes 1/2 off the deviation, as R does by default
   */
  public static Result<SignificanceTest> test(List<Stratum> strata, boolean continuityCorrection) {
    double deviation = 0;
    double variance = 0;
    long n = 0;
    for (Stratum stratum : strata) {
      double total = stratum.n();
      if (stratum.isInformative() && total > 1) {
        double successes = stratum.treatment().successes() + (double) stratum.control().successes();
        double failures = total - successes;
        double share = stratum.treatment().n() / total;
        deviation += stratum.treatment().successes() - share * successes;
        variance += share * (stratum.control().n() / total) * successes * (failures / (total - 1));
        n += stratum.n();
      }
    }
    if (!(variance > 0)) {
      return Result.notComputable(
          n == 0 ? Reason.EMPTY : Reason.ZERO_VARIANCE, "No stratum varies within both margins");
    }
    double distance = Math.abs(deviation) - (continuityCorrection ? 0.5 : 0);
    double statistic = Math.pow(Math.max(0, distance), 2) / variance;
    return Result.computed(
        new SignificanceTest(
            statistic, ChiSquare.upperTail(statistic, 1), Method.COCHRAN_MANTEL_HAENSZEL, n));
  }
}
