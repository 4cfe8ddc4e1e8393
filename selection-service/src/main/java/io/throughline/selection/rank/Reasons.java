package io.throughline.selection.rank;

import io.throughline.selection.statistics.model.CandidateScores;
import io.throughline.selection.statistics.model.TieSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a model that was compared was chosen, or not.
 *
 * @param question what was asked
 * @param table the numbers
 * @param left the compared models, by their rows of the table
 * @param scores of the compared models
 * @param front who is on the front
 * @param ties who of the front cannot be told from its best
 * @param chosen which one was chosen
 */
record Reasons(
    Question question,
    Table table,
    List<Integer> left,
    CandidateScores scores,
    Front front,
    TieSet ties,
    int chosen) {

  Standing standing(int c) {
    int place = front.members().indexOf(c);
    if (c == chosen) {
      return Standing.CHOSEN;
    }
    if (place < 0) {
      return Standing.DOMINATED;
    }
    return ties.members().contains(place) ? Standing.TIED : Standing.ON_FRONT;
  }

  String reason(int c) {
    String metric = question.first().metric();
    boolean priced = table.costs().get(left.get(chosen)).isPresent();
    return switch (standing(c)) {
      case CHOSEN ->
          "%s of those that the data cannot tell from the best in '%s'"
              .formatted(priced ? "the cheapest" : "the best mean", metric);
      case TIED ->
          "not to be told from the best in '%s' (p %.3g), but '%s' is %s"
              .formatted(metric, p(c), model(chosen), priced ? "no dearer" : "better in the mean");
      case ON_FRONT ->
          "'%s' is better in '%s' beyond noise (p %.3g), though not shown to be as good in all that counts"
              .formatted(model(front.members().get(ties.best())), metric, p(c));
      default -> {
        int by = front.dominatedBy()[c];
        yield "'%s' is better beyond noise and tolerance, with the better mean in %s, and worse in nothing that counts"
            .formatted(model(by), ahead(by, c));
      }
    };
  }

  private double p(int c) {
    return ties.pValues()[front.members().indexOf(c)];
  }

  private String model(int c) {
    return table.models().get(left.get(c));
  }

  private String ahead(int one, int other) {
    List<String> metrics = new ArrayList<>();
    for (int m = 0; m < scores.metrics(); m++) {
      if (scores.mean(m, one) > scores.mean(m, other)) {
        metrics.add("'" + question.criteria().get(m).metric() + "'");
      }
    }
    return String.join(" and ", metrics);
  }
}
