package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.Caveat;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Levels;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.distribution.Pivot;
import io.throughline.selection.statistics.sample.Proportion;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of a total share, split over cohorts: Δ = Σ (w₁ - w₀) r₀, what the mix of cohorts did,
 * plus Σ w₁ (r₁ - r₀), what happened within them (Kitagawa 1955, "Components of a difference
 * between two rates", JASA 50). It catches Simpson's paradox and proves no cause. Intervals are
 * normal, by the delta method over multinomial mixes and binomial rates.
 *
 * @param total Δ, after - before
 * @param mix the part of the cohorts' changed weights
 * @param rate the part of changed rates
 * @param cohortMix each cohort's part of the mix
 * @param cohortRate each cohort's part of the rate
 */
public record MixRate(
    Estimate total, Estimate mix, Estimate rate, List<Double> cohortMix, List<Double> cohortRate) {

  /** Copies the lists. */
  public MixRate {
    cohortMix = List.copyOf(cohortMix);
    cohortRate = List.copyOf(cohortRate);
  }

  /**
   * Splits the change between two times.
   *
   * @param before each cohort's successes among units
   * @param after the same cohorts', later
   * @return NOT_COMPUTABLE where a cohort has units at one time only, so that a rate is missing:
   *     join it to another
   */
  public static Result<MixRate> of(List<Proportion> before, List<Proportion> after, double level) {
    Levels.sameLength(before.size(), after.size(), "after");
    double n0 = before.stream().mapToDouble(Proportion::n).sum();
    double n1 = after.stream().mapToDouble(Proportion::n).sum();
    int cohorts = before.size();
    double[] w0 = new double[cohorts];
    double[] w1 = new double[cohorts];
    double[] r0 = new double[cohorts];
    double[] change = new double[cohorts];
    List<Double> mix = new ArrayList<>();
    List<Double> rate = new ArrayList<>();
    double mixVariance = 0;
    double rateVariance = 0;
    double totalVariance = 0;
    for (int i = 0; i < cohorts; i++) {
      if (before.get(i).n() == 0 || after.get(i).n() == 0) {
        return Result.notComputable(
            Reason.EMPTY, "Cohort " + i + " has no unit at one of the times: join it to another");
      }
      w0[i] = before.get(i).n() / n0;
      w1[i] = after.get(i).n() / n1;
      r0[i] = before.get(i).share();
      change[i] = after.get(i).share() - r0[i];
      mix.add((w1[i] - w0[i]) * r0[i]);
      rate.add(w1[i] * change[i]);
      double v0 = before.get(i).shareVariance();
      double v1 = after.get(i).shareVariance();
      mixVariance += Math.pow(w1[i] - w0[i], 2) * v0;
      rateVariance += w1[i] * w1[i] * (v0 + v1);
      totalVariance += w0[i] * w0[i] * v0 + w1[i] * w1[i] * v1;
    }
    if (cohorts == 0) {
      return Result.notComputable(Reason.EMPTY, "There is no cohort");
    }
    double[] r1 = new double[cohorts];
    for (int i = 0; i < cohorts; i++) {
      r1[i] = r0[i] + change[i];
    }
    mixVariance += spread(w0, r0) / n0 + spread(w1, r0) / n1;
    rateVariance += spread(w1, change) / n1;
    totalVariance += spread(w0, r0) / n0 + spread(w1, r1) / n1;
    double mixSum = mix.stream().mapToDouble(Double::doubleValue).sum();
    double rateSum = rate.stream().mapToDouble(Double::doubleValue).sum();
    long n = (long) (n0 + n1);
    Result<Estimate> total = part(mixSum + rateSum, totalVariance, level, n);
    Result<Estimate> mixPart = part(mixSum, mixVariance, level, n);
    Result<Estimate> ratePart = part(rateSum, rateVariance, level, n);
    return total.flatMap(
        t -> mixPart.flatMap(m -> ratePart.map(r -> new MixRate(t, m, r, mix, rate))));
  }

  private static Result<Estimate> part(double value, double variance, double level, long n) {
    return Pivot.NORMAL
        .estimate(value, Math.sqrt(variance), level, Method.MIX_RATE, n)
        .map(estimate -> estimate.with(Caveat.ASSOCIATION));
  }

  /** The variance of a value over cohorts drawn by weight. */
  private static double spread(double[] weights, double[] values) {
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      mean += weights[i] * values[i];
    }
    double spread = 0;
    for (int i = 0; i < weights.length; i++) {
      spread += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    return spread;
  }
}
