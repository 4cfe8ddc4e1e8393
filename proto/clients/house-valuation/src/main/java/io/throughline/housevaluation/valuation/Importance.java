package io.throughline.housevaluation.valuation;

import io.throughline.housevaluation.feature.FeatureSet;
import io.throughline.housevaluation.sale.Sale;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How much a model relies on an attribute.
 *
 * @param attribute the attribute
 * @param increase by how much the RMSE of the log price rises when the attribute's values are
 *     exchanged among the sales at random (permutation importance)
 */
public record Importance(String attribute, double increase) {

  /** The importance of every attribute of the model's feature set, the greatest first. */
  public static List<Importance> of(
      Valuation valuation, FeatureSet features, List<Sale> sales, long seed) {
    double before = SaleMetric.rmseOfLogPrice(sales, valuation.logPrices(sales));
    return Stream.concat(features.numbers().stream(), features.categories().stream())
        .map(
            attribute -> {
              List<Sale> exchanged = exchange(attribute, sales, seed);
              double after = SaleMetric.rmseOfLogPrice(sales, valuation.logPrices(exchanged));
              return new Importance(attribute, after - before);
            })
        .sorted(Comparator.comparingDouble(Importance::increase).reversed())
        .toList();
  }

  private static List<Sale> exchange(String attribute, List<Sale> sales, long seed) {
    List<Sale> donors = new ArrayList<>(sales);
    Collections.shuffle(donors, new Random(seed));
    List<Sale> exchanged = new ArrayList<>();
    for (int i = 0; i < sales.size(); i++) {
      Sale sale = sales.get(i);
      Sale donor = donors.get(i);
      exchanged.add(
          new Sale(
              sale.id(),
              sale.sold(),
              sale.price(),
              replaced(attribute, sale.numbers(), donor.numbers()),
              replaced(attribute, sale.categories(), donor.categories())));
    }
    return exchanged;
  }

  private static <V> Map<String, V> replaced(
      String attribute, Map<String, V> own, Map<String, V> donor) {
    Map<String, V> replaced = new HashMap<>(own);
    replaced.remove(attribute);
    if (donor.containsKey(attribute)) {
      replaced.put(attribute, donor.get(attribute));
    }
    return replaced;
  }
}
