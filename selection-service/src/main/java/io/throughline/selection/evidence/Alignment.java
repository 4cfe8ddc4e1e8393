package io.throughline.selection.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Brings the numbers of candidate and champion together, unit by unit or fold by fold. */
public final class Alignment {
  private Alignment() {}

  /**
   * The sample of what all looked-at models have.
   *
   * @param candidate the candidate's column
   * @param champion the champion's column; absent where the check compares with nobody
   * @param declared how many units the dataset has, as declared; 0 where not known, and over folds
   */
  public static Evidence align(
      String check, Measured dataset, Column candidate, Optional<Column> champion, long declared) {
    Map<String, Integer> others = champion.map(Alignment::index).orElse(Map.of());
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    for (int i = 0; i < candidate.keys().size(); i++) {
      Integer other = others.get(candidate.keys().get(i));
      if (champion.isEmpty() || other != null) {
        left.add(i);
        right.add(other);
      }
    }
    if (champion.isPresent()) {
      Optional<String> differing = differing(candidate, champion.get(), left, right);
      if (differing.isPresent()) {
        return Evidence.of(check, cutDifferently(dataset, differing.get()));
      }
    }
    Set<String> all = new HashSet<>(candidate.keys());
    champion.ifPresent(column -> all.addAll(column.keys()));
    long expected = Math.max(declared, all.size());
    return Evidence.of(
        check,
        new Sample(
            dataset.dataset(),
            dataset.untouched(),
            dataset.over(),
            left.stream().map(candidate.keys()::get).toList(),
            left.stream().mapToDouble(i -> candidate.values()[i]).toArray(),
            champion
                .map(c -> right.stream().mapToDouble(i -> c.values()[i]).toArray())
                .orElse(new double[0]),
            counts(candidate.trainCounts(), left),
            counts(candidate.testCounts(), left),
            expected,
            expected - candidate.keys().size(),
            champion.map(column -> expected - column.keys().size()).orElse(0L)));
  }

  private static Map<String, Integer> index(Column column) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < column.keys().size(); i++) {
      index.put(column.keys().get(i), i);
    }
    return index;
  }

  private static Optional<String> differing(
      Column candidate, Column champion, List<Integer> left, List<Integer> right) {
    for (int k = 0; k < left.size(); k++) {
      int i = left.get(k);
      int j = right.get(k);
      boolean folds = candidate.testCounts().length > 0 && champion.testCounts().length > 0;
      if (folds
          && (candidate.testCounts()[i] != champion.testCounts()[j]
              || candidate.trainCounts()[i] != champion.trainCounts()[j])) {
        return Optional.of(candidate.keys().get(i));
      }
    }
    return Optional.empty();
  }

  private static Obstacle cutDifferently(Measured dataset, String fold) {
    return new Obstacle(
        ReasonCode.FOLDS_DIFFER,
        "fold %s of '%s' has other sizes for the candidate than for the champion, so the two were"
                .formatted(fold, dataset.dataset())
            + " not cross-validated on the same cuts",
        "cross-validate both on the same folds (same seed, same number of folds)");
  }

  private static long[] counts(long[] counts, List<Integer> rows) {
    return counts.length == 0 ? counts : rows.stream().mapToLong(i -> counts[i]).toArray();
  }
}
