package io.throughline.housevaluation.sale;

import java.time.YearMonth;
import java.util.Map;

/**
 * One sold house.
 *
 * @param id the pseudonymous unit of every per-sale score: {@code sale-} and the row in the file
 * @param sold the month of the sale
 * @param price what was paid, in US dollars
 * @param numbers measured attributes by column; a missing value is absent
 * @param categories named attributes by column
 */
public record Sale(
    String id,
    YearMonth sold,
    double price,
    Map<String, Double> numbers,
    Map<String, String> categories) {

  public Sale {
    if (!(price > 0) || Double.isInfinite(price)) {
      throw new IllegalArgumentException(
          id + ": the price is " + price + ", not a positive amount");
    }
    numbers.forEach(
        (column, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                id + ": " + column + " is " + value + "; leave a missing value out");
          }
        });
    numbers = Map.copyOf(numbers);
    categories = Map.copyOf(categories);
  }

  /** The natural logarithm of the price: what the models learn. */
  public double logPrice() {
    return Math.log(price);
  }
}
