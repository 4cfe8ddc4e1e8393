package io.throughline.selection.readout;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.cell.BinCounts;
import io.throughline.selection.cell.CellTotals;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.outcome.text.DefinitionReader;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.ConfidenceInterval;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Trials with a known truth: listings of which half are shown with the prices of a model that
 * over-prices from March to June, looked at twenty times while they come in. The number of trials
 * is the system property {@code throughline.trials}; the seed is fixed.
 */
class SimulatedTrialsTest {
  private static final int TRIALS = Integer.getInteger("throughline.trials", 300);
  private static final int LISTINGS = 20_000;
  private static final int LOOKS = 20;
  private static final double BASE = Math.log(0.2 / 0.8);
  private static final double SLOPE = 4;
  private static final double OVER_PRICING = 0.04;
  private static final double NOISE = 0.1;
  private static final int DRAWS = 4_000_000;

  private final OutcomeMetric metric =
      DefinitionReader.read(
              """
              outcome_metric: lead_rate
              population: populations/listings
              type: proportion
              outcome: lead
              window: 7d
              direction: increase
              """)
          .metric()
          .orElseThrow();
  private final ReadoutMapper mapper = new ReadoutMapper(0.95, LISTINGS);

  /** What came of many trials. */
  private static final class Tally {
    private int fixedCovers;
    private int alwaysCovers;
    private int claimsSuccess;
    private int claimsHarm;
  }

  @Test
  void intervalsCoverTheTruthAlsoUnderTwentyLooks() {
    // Given
    double truth = leadRate(OVER_PRICING) - leadRate(0);

    // When
    Tally tally = run(OVER_PRICING, truth);

    // Then
    assertThat(truth).isBetween(-0.03, -0.015);
    assertThat(share(tally.fixedCovers)).as("fixed, at the last look").isBetween(0.92, 0.98);
    assertThat(share(tally.alwaysCovers)).as("always valid, at all looks").isGreaterThan(0.94);
    assertThat(share(tally.claimsHarm)).as("harm is found").isGreaterThan(0.6);
    assertThat(tally.claimsSuccess).as("harm is never called success").isZero();
  }

  @Test
  void withoutAnEffectSuccessIsClaimedSeldom() {
    Tally tally = run(0, 0);
    assertThat(share(tally.claimsSuccess)).isLessThanOrEqualTo(0.05);
    assertThat(share(tally.alwaysCovers)).isGreaterThan(0.94);
  }

  private static double share(int count) {
    return (double) count / TRIALS;
  }

  private Tally run(double overPricing, double truth) {
    SplittableRandom random = new SplittableRandom(20_261_125);
    Tally tally = new Tally();
    for (int trial = 0; trial < TRIALS; trial++) {
      run(random.split(), overPricing, truth, tally);
    }
    return tally;
  }

  private void run(SplittableRandom random, double overPricing, double truth, Tally tally) {
    long[] units = new long[2];
    long[] leads = new long[2];
    boolean covers = true;
    boolean success = false;
    boolean harm = false;
    for (int listing = 1; listing <= LISTINGS; listing++) {
      int arm = random.nextInt(2);
      units[arm]++;
      if (random.nextDouble() < probability(random, arm == 1 ? overPricing : 0)) {
        leads[arm]++;
      }
      if (listing % (LISTINGS / LOOKS) == 0) {
        Comparison look = look(units, leads);
        ConfidenceInterval always = look.getAbsolute().getAlwaysValid();
        covers &= holds(always, truth);
        success |= always.getLower() > 0;
        harm |= always.getUpper() < 0;
        if (listing == LISTINGS) {
          tally.fixedCovers += holds(look.getAbsolute().getFixed(), truth) ? 1 : 0;
        }
      }
    }
    tally.alwaysCovers += covers ? 1 : 0;
    tally.claimsSuccess += success ? 1 : 0;
    tally.claimsHarm += harm ? 1 : 0;
  }

  private static boolean holds(ConfidenceInterval interval, double truth) {
    return interval.getLower() <= truth && truth <= interval.getUpper();
  }

  private Comparison look(long[] units, long[] leads) {
    return mapper.comparison(
        "new",
        metric,
        ArmComparison.of(
            metric, List.of(totals(units[1], leads[1])), List.of(totals(units[0], leads[0]))));
  }

  private static CellTotals totals(long units, long leads) {
    BigDecimal y = BigDecimal.valueOf(leads);
    return new CellTotals(
        units, y, BigDecimal.ZERO, y, BigDecimal.ZERO, BigDecimal.ZERO, BinCounts.NONE);
  }

  /** Of a listing whose price is off by the model's error and a noise of its own. */
  private static double probability(SplittableRandom random, double overPricing) {
    double off = overPricing + NOISE * (random.nextDouble() + random.nextDouble() - 1);
    return 1 / (1 + Math.exp(-(BASE - SLOPE * off)));
  }

  private static double leadRate(double overPricing) {
    SplittableRandom random = new SplittableRandom(1);
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += probability(random, overPricing);
    }
    return sum / DRAWS;
  }
}
