package io.throughline.housevaluation.sale;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The sales cut by time, as life cuts them: a model is made from what was sold before, and judged
 * by what was sold after.
 *
 * @param training sold before the year of the cut: to train, and to choose among candidates
 * @param judgement sold from that year on: nothing may be chosen by them
 */
public record Split(List<Sale> training, List<Sale> judgement) {

  public Split {
    training = List.copyOf(training);
    judgement = List.copyOf(judgement);
  }

  /** Cuts at the beginning of a year. */
  public static Split before(int year, List<Sale> sales) {
    var parts =
        sales.stream().collect(Collectors.partitioningBy(sale -> sale.sold().getYear() < year));
    return new Split(parts.get(true), parts.get(false));
  }
}
