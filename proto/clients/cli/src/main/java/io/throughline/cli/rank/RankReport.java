package io.throughline.cli.rank;

import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.selection.v1.MetricStanding;
import io.throughline.selection.v1.RankedCandidate;
import io.throughline.selection.v1.Ranking;
import io.throughline.selection.v1.Spread;
import io.throughline.selection.v1.WeightRange;

/**
 * A ranking for people.
 *
 * @param ranking the ranking
 */
record RankReport(Ranking ranking) {
  private static final String NONE = "–";

  /** The choice, and the first ones with their numbers. */
  String text(int top) {
    StringBuilder text = new StringBuilder();
    line(text, "%s", ranking.getChosen().isEmpty() ? "nobody is chosen" : ranking.getChosen());
    line(text, "  %s", ranking.getReason());
    line(
        text,
        "  selected from %d, on %d units%s",
        ranking.getSelectedFrom(),
        ranking.getUnits(),
        ranking.getExpectedExcess() > 0
            ? "; the best of as many equals overstates itself by %s standard errors"
                .formatted(Show.number(ranking.getExpectedExcess()))
            : "");
    if (ranking.hasObservedGain()) {
      line(
          text,
          "  gain over the champion: %s observed, %s to be expected (shrunken)",
          Show.number(ranking.getObservedGain()),
          ranking.hasShrunkenGain() ? spread(ranking.getShrunkenGain()) : NONE);
    }
    line(text, "  confirmation: %s%s", confirmation(), ranking.getConfirmationReason());
    ranking.getWarningsList().forEach(warning -> line(text, "  warning: %s", warning));
    text.append(System.lineSeparator());
    Table table =
        new Table(
            "MODEL",
            "STANDING",
            "MEAN",
            "VERSUS CHAMPION",
            "SHRUNKEN",
            "TAIL",
            "COST",
            "ON FRONT",
            "SORT");
    ranking.getCandidatesList().stream().limit(top).forEach(one -> add(table, one));
    text.append(table.text("  ")).append(System.lineSeparator());
    ranking.getCandidatesList().stream()
        .limit(top)
        .forEach(candidate -> line(text, "  %s", line(candidate)));
    if (!ranking.getMostDesirable().isEmpty()) {
      line(text, "%n  first by the weights: %s, as long as", ranking.getMostDesirable());
      for (WeightRange range : ranking.getWeightsList()) {
        line(
            text,
            "    the weight of %s, now %s, is %s %s",
            range.getMetric(),
            Show.number(range.getWeight()),
            Double.isInfinite(range.getUpper()) ? "at least" : "from",
            Double.isInfinite(range.getUpper())
                ? Show.number(range.getLower())
                : Show.number(range.getLower()) + " to " + Show.number(range.getUpper()));
      }
    }
    return text.toString();
  }

  /** Why one was chosen or not. */
  static String line(RankedCandidate candidate) {
    return "%s: %s, %s".formatted(candidate.getModel(), word(candidate), candidate.getReason());
  }

  private String confirmation() {
    String word = Show.word(ranking.getConfirmation(), "CONFIRMATION_");
    return (word.isEmpty() ? "" : word.toUpperCase(java.util.Locale.ROOT) + ", ")
        + (ranking.hasConfirmationDifference()
            ? "difference %s on %d units, "
                .formatted(
                    spread(ranking.getConfirmationDifference()), ranking.getConfirmationUnits())
            : "");
  }

  private static void add(Table table, RankedCandidate candidate) {
    MetricStanding first =
        candidate.getMetricsCount() == 0
            ? MetricStanding.getDefaultInstance()
            : candidate.getMetrics(0);
    table.add(
        candidate.getModel(),
        word(candidate),
        candidate.getMetricsCount() == 0 ? NONE : Show.number(first.getMean()),
        first.hasDifference() ? spread(first.getDifference()) : NONE,
        candidate.hasShrunkenGain() ? Show.number(candidate.getShrunkenGain()) : NONE,
        candidate.hasTailRisk()
            ? spread(candidate.getTailRisk()) + (candidate.getFewTailUnits() ? " (few units)" : "")
            : NONE,
        candidate.hasCost() ? Show.number(candidate.getCost()) : NONE,
        Show.number(candidate.getFrontProbability()),
        Show.number(candidate.getDesirability()));
  }

  private static String word(RankedCandidate candidate) {
    return Show.word(candidate.getStanding(), "CANDIDATE_STANDING_").replace('_', ' ');
  }

  private static String spread(Spread spread) {
    String estimate = Show.number(spread.getEstimate());
    return Double.isInfinite(spread.getLower())
        ? estimate
        : "%s (%s … %s)"
            .formatted(estimate, Show.number(spread.getLower()), Show.number(spread.getUpper()));
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append(System.lineSeparator());
  }
}
