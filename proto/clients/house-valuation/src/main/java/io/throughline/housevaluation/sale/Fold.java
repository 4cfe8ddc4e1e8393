package io.throughline.housevaluation.sale;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One cut of a cross-validation.
 *
 * @param number from 1; the same number is the same cut for every candidate
 * @param training the sales outside the fold
 * @param test the sales of the fold
 */
public record Fold(int number, List<Sale> training, List<Sale> test) {

  /** Deals shuffled sales into folds, each sale into the test part of exactly one. */
  public static List<Fold> cut(List<Sale> sales, int count, long seed) {
    List<Sale> shuffled = new ArrayList<>(sales);
    Collections.shuffle(shuffled, new Random(seed));
    List<Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < count; fold++) {
      List<Sale> training = new ArrayList<>();
      List<Sale> test = new ArrayList<>();
      for (int i = 0; i < shuffled.size(); i++) {
        (i % count == fold ? test : training).add(shuffled.get(i));
      }
      folds.add(new Fold(fold + 1, List.copyOf(training), List.copyOf(test)));
    }
    return folds;
  }
}
