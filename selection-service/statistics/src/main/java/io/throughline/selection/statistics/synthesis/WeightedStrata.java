package io.throughline.selection.statistics.synthesis;

import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A weighted mean of the strata's differences of shares, with its standard error for fixed weights.
 */
record WeightedStrata(double difference, double standardError, long n) {

  static Result<WeightedStrata> of(List<Stratum> strata, ToDoubleFunction<Stratum> weightOf) {
    List<Stratum> informative = strata.stream().filter(Stratum::isInformative).toList();
    double total = informative.stream().mapToDouble(weightOf).sum();
    if (!(total > 0)) {
      return Result.notComputable(Reason.EMPTY, "No stratum has units in both arms");
    }
    double difference = 0;
    double variance = 0;
    long n = 0;
    for (Stratum stratum : informative) {
      double weight = weightOf.applyAsDouble(stratum) / total;
      difference += weight * (stratum.treatment().share() - stratum.control().share());
      variance +=
          weight
              * weight
              * (stratum.treatment().shareVariance() + stratum.control().shareVariance());
      n = Math.addExact(n, stratum.n());
    }
    return Result.computed(new WeightedStrata(difference, Math.sqrt(variance), n));
  }
}
