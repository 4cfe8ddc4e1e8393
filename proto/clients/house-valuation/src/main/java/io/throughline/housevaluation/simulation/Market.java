package io.throughline.housevaluation.simulation;

import io.throughline.housevaluation.sale.Sale;
import io.throughline.housevaluation.simulation.Showing.Arm;
import io.throughline.housevaluation.valuation.Valuation;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A trial as it would go: every listing is shown with the price of one of two models, a coin says
 * which, and simulated buyers ask for it or do not. Depends on the seed and on nothing else.
 *
 * @param showings in the order of time
 */
public record Market(List<Showing> showings) {

  /** How long after a listing is offered a lead counts. */
  public static final Duration WINDOW = Duration.ofDays(7);

  /** How long late leads are waited for beyond that. */
  public static final Duration SETTLE = Duration.ofDays(1);

  /** Leads come within six days. */
  private static final Duration LATEST_LEAD = Duration.ofDays(6);

  public Market {
    showings = List.copyOf(showings);
  }

  /**
   * How a trial is simulated.
   *
   * @param listings how many are drawn
   * @param buyers who looks at them
   * @param seed of everything random
   */
  public record Plan(int listings, Buyers buyers, long seed) {}

  /**
   * Simulates a trial.
   *
   * @param sales what listings are drawn from
   * @param prefix begins every listing's id
   */
  public static Market simulate(
      List<Sale> sales, Valuation champion, Valuation challenger, String prefix, Plan plan) {
    SplittableRandom random = new SplittableRandom(plan.seed());
    List<Listing> listings = Listing.draw(sales, plan.listings(), prefix, random.split());
    List<Sale> houses = listings.stream().map(Listing::sale).toList();
    double[] usual = champion.logPrices(houses);
    double[] other = challenger.logPrices(houses);
    SplittableRandom coin = random.split();
    SplittableRandom people = random.split();
    List<Showing> showings = new ArrayList<>();
    for (int i = 0; i < usual.length; i++) {
      Arm arm = coin.nextBoolean() ? Arm.CHALLENGER : Arm.CHAMPION;
      double paid = houses.get(i).price();
      Showing.Chances chances =
          new Showing.Chances(
              plan.buyers().chance(Math.exp(usual[i]), paid),
              plan.buyers().chance(Math.exp(other[i]), paid));
      boolean asked = people.nextDouble() < chances.of(arm);
      long delay = people.nextLong(1, LATEST_LEAD.toSeconds());
      showings.add(
          new Showing(
              listings.get(i),
              arm,
              Math.exp(arm == Arm.CHAMPION ? usual[i] : other[i]),
              asked ? Optional.of(listings.get(i).time().plusSeconds(delay)) : Optional.empty(),
              chances));
    }
    return new Market(showings);
  }

  /** The beginning of the first listing's day. */
  public Instant begin() {
    return day(showings.get(0));
  }

  /** When all listings were offered: the end of the last one's day. */
  public Instant end() {
    return nextDay(showings.get(showings.size() - 1));
  }

  /**
   * A moment at which the trial is looked at.
   *
   * @param time when: the windows of {@code mature} listings have closed
   * @param mature what is true of those
   */
  public record Look(Instant time, Truth mature) {}

  /** The first moment at which the windows of so many listings have closed, by whole days. */
  public Look lookAt(int listings) {
    Instant until = nextDay(showings.get(listings - 1));
    List<Showing> mature =
        showings.stream().filter(each -> each.listing().time().isBefore(until)).toList();
    return new Look(until.plus(WINDOW).plus(SETTLE), Truth.of(mature));
  }

  /** The showings from one instant on, before another. */
  public List<Showing> shown(Instant from, Instant to) {
    return showings.stream().filter(each -> within(each.listing().time(), from, to)).toList();
  }

  /** The showings whose lead comes from one instant on, before another. */
  public List<Showing> asked(Instant from, Instant to) {
    return showings.stream()
        .filter(each -> each.lead().filter(time -> within(time, from, to)).isPresent())
        .toList();
  }

  private static boolean within(Instant time, Instant from, Instant to) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  private static Instant day(Showing showing) {
    return showing
        .listing()
        .time()
        .atOffset(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.DAYS)
        .toInstant();
  }

  private static Instant nextDay(Showing showing) {
    return day(showing).plus(1, ChronoUnit.DAYS);
  }
}
