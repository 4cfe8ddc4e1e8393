package io.throughline.housevaluation.simulation;

import io.throughline.housevaluation.sale.Sale;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A house that is offered, simulated: one of the real sales, drawn with all others at a chance, and
 * offered at some moment of the month in which it was sold.
 *
 * @param id the pseudonymous unit of the trial
 * @param sale the house, and what was really paid for it
 * @param time when it is offered
 */
public record Listing(String id, Sale sale, Instant time) {

  /**
   * Draws listings, with replacement, in the order in which they are offered.
   *
   * @param prefix begins every id
   */
  static List<Listing> draw(List<Sale> sales, int count, String prefix, SplittableRandom random) {
    List<Drawn> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Sale sale = sales.get(random.nextInt(sales.size()));
      long begin = sale.sold().atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
      long end = sale.sold().plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
      drawn.add(new Drawn(sale, Instant.ofEpochSecond(random.nextLong(begin, end))));
    }
    drawn.sort(Comparator.comparing(Drawn::time));
    List<Listing> listings = new ArrayList<>();
    for (Drawn each : drawn) {
      listings.add(
          new Listing("%s:%05d".formatted(prefix, listings.size() + 1), each.sale(), each.time()));
    }
    return listings;
  }

  private record Drawn(Sale sale, Instant time) {}
}
