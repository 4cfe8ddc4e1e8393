package io.throughline.selection.outcome;

import io.throughline.selection.policy.Direction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How the outcomes of a unit become one number.
 *
 * @param id its name
 * @param population whose units are measured
 * @param type what is compared between arms
 * @param numerator what is added up of a unit
 * @param denominator what a ratio divides by; absent for the other types
 * @param quantile which quantile is compared, where the type is one
 * @param windowMillis how long after its first exposure a unit's outcomes count
 * @param settleMillis how long after the window late outcomes are waited for before a unit is
 *     mature
 * @param direction which way it gets better
 * @param unit the unit of the values, for people
 * @param currency the currency of amounts; absent where they are no money
 * @param rates what one unit of another currency is worth in it, at a frozen date
 * @param cap frozen bounds of a unit's total; absent: none
 * @param covariate what explains a part of the outcome from before the exposure
 * @param prePeriodMillis how long before its first exposure a unit's outcomes make its covariate
 * @param smallestEffect the smallest effect that matters; absent: not said
 */
public record OutcomeMetric(
    String id,
    String population,
    Type type,
    Measure numerator,
    Optional<Measure> denominator,
    OptionalDouble quantile,
    long windowMillis,
    long settleMillis,
    Direction direction,
    String unit,
    Optional<String> currency,
    Map<String, BigDecimal> rates,
    Optional<CapBounds> cap,
    Covariate covariate,
    long prePeriodMillis,
    Optional<SmallestEffect> smallestEffect) {

  /** What is compared between arms. */
  public enum Type {
    /** The mean of the units' totals. */
    MEAN,
    /** The share of units with an outcome. */
    PROPORTION,
    /** The ratio of two totals over all units. */
    RATIO,
    /** A quantile of the totals of units with an outcome. */
    QUANTILE;

    /** As it stands in a text. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where a unit's covariate comes from. */
  public enum Covariate {
    /** There is none. */
    NONE,
    /** From its first exposure. */
    EXPOSURE,
    /** It is the same total over a period before its first exposure. */
    PRE_PERIOD
  }

  /**
   * Frozen bounds of a unit's total, in steps of its measure.
   *
   * @param lower totals below count as this
   * @param upper totals above count as this
   */
  public record CapBounds(long lower, long upper) {
    long apply(long total) {
      return Math.min(upper, Math.max(lower, total));
    }
  }

  /**
   * An effect that a trial should be able to find.
   *
   * @param size how large, above 0
   * @param relative whether it is a share of the control's value
   */
  public record SmallestEffect(double size, boolean relative) {}

  /** Copies the rates. */
  public OutcomeMetric {
    rates = Map.copyOf(rates);
  }

  /** A unit's total after the cap. */
  public long capped(long total) {
    return cap.isPresent() ? cap.get().apply(total) : total;
  }

  /** How long after its first exposure a unit is mature. */
  public long maturityMillis() {
    return windowMillis + settleMillis;
  }

  /**
   * What an outcome adds to a total of a measure.
   *
   * @param micros the outcome's value in millionths
   * @param outcomeCurrency its currency, or empty
   * @return empty where the amount is in a currency that cannot be converted
   */
  public OptionalLong worth(Measure measure, long micros, String outcomeCurrency) {
    if (!measure.amount()) {
      return OptionalLong.of(1);
    }
    if (outcomeCurrency.equals(currency.orElse(""))) {
      return OptionalLong.of(micros);
    }
    BigDecimal rate = rates.get(outcomeCurrency);
    return rate == null || currency.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            rate.multiply(BigDecimal.valueOf(micros))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
  }
}
