package io.throughline.housevaluation.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.throughline.housevaluation.feature.FeatureSet;
import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.sale.SaleFile;
import io.throughline.housevaluation.sale.Split;
import io.throughline.housevaluation.simulation.Market.Look;
import io.throughline.housevaluation.simulation.Showing.Arm;
import io.throughline.housevaluation.step.SpringMarkUp;
import io.throughline.housevaluation.valuation.Algorithm;
import io.throughline.housevaluation.valuation.Candidate;
import io.throughline.housevaluation.valuation.MonthlyAdjustment;
import io.throughline.housevaluation.valuation.Valuation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketTest {
  private static final Market.Plan PLAN = new Market.Plan(20_000, Buyers.USUAL, 1);

  private final Split sales = Split.before(2010, SaleFile.read().all());
  private final Valuation usual =
      Valuation.fit(
          new Candidate(FeatureSet.BASIC, false, new Algorithm.ElasticNet(0.01, 0.5)),
          sales.training(),
          MonthlyAdjustment.none(),
          1);
  private final Valuation marked =
      usual.markedUp(MonthlyAdjustment.in(SpringMarkUp.MONTHS, SpringMarkUp.FACTOR));

  @Test
  void theMarkUpRaisesPricesOfSpringAndNoOthers() {
    double[] before = usual.logPrices(sales.judgement());
    double[] after = marked.logPrices(sales.judgement());
    for (int i = 0; i < before.length; i++) {
      boolean spring = SpringMarkUp.MONTHS.contains(sales.judgement().get(i).sold().getMonth());
      assertThat(Math.exp(after[i] - before[i]))
          .isCloseTo(spring ? SpringMarkUp.FACTOR : 1, within(1e-9));
    }
  }

  @Test
  void buyersAskLessTheMoreAPriceExceedsWhatWasPaid() {
    assertThat(Buyers.USUAL.chance(100_000, 100_000)).isCloseTo(0.2, within(1e-12));
    assertThat(Buyers.USUAL.chance(105_000, 100_000)).isCloseTo(0.1699, within(1e-4));
    assertThat(Buyers.USUAL.chance(95_000, 100_000)).isGreaterThan(0.2);
  }

  @Test
  void theSameSeedIsTheSameTrialAndListingsComeInTheOrderOfTime() {
    Market market = simulate();
    assertThat(market).isEqualTo(simulate());
    assertThat(market.showings())
        .isSortedAccordingTo((a, b) -> a.listing().time().compareTo(b.listing().time()));
    assertThat(market.showings()).extracting(each -> each.listing().id()).doesNotHaveDuplicates();
    for (Showing each : market.showings()) {
      each.lead()
          .ifPresent(
              lead ->
                  assertThat(Duration.between(each.listing().time(), lead))
                      .isPositive()
                      .isLessThan(Market.WINDOW));
    }
  }

  @Test
  void theCoinIsFairAndLeadsComeAsOftenAsTheirChancesSay() {
    Market market = simulate();
    for (Arm arm : Arm.values()) {
      List<Showing> shown = market.showings().stream().filter(e -> e.arm() == arm).toList();
      double expected =
          shown.stream().mapToDouble(e -> e.chances().of(arm)).average().orElseThrow();
      double seen =
          shown.stream().filter(e -> e.lead().isPresent()).count() / (double) shown.size();
      // five standard errors; the seed is fixed
      assertThat((double) shown.size()).isCloseTo(10_000, within(5 * 70.7));
      assertThat(seen).isCloseTo(expected, within(5 * 0.004));
    }
  }

  @Test
  void theTruthOfALookIsThatOfTheListingsWhoseWindowHasClosed() {
    Market market = simulate();
    Look early = market.lookAt(5_000);
    Look late = market.lookAt(20_000);
    assertThat(early.mature().listings()).isBetween(5_000, 5_200);
    assertThat(late.mature().listings()).isEqualTo(20_000);
    assertThat(late.time()).isEqualTo(market.end().plus(Market.WINDOW).plus(Market.SETTLE));
    assertThat(late.mature().effect()).isBetween(-0.04, -0.01);
    assertThat(early.mature().effect())
        .as("half of the early listings come before the spring")
        .isGreaterThan(late.mature().effect());
  }

  private Market simulate() {
    List<Sale> listed = sales.judgement();
    return Market.simulate(listed, usual, marked, "t", PLAN);
  }
}
