package io.throughline.selection.rank;

import io.throughline.selection.rank.Choice.Line;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.model.CandidateScores;
import io.throughline.selection.statistics.model.ExpectedMoney;
import io.throughline.selection.statistics.model.Ranking;
import io.throughline.selection.statistics.model.TieSet;
import io.throughline.selection.statistics.model.WinnersCurse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Chooses among the models of a table: constraints, noise-aware front, tie set of the first metric
 * on the front, the cheapest of it. The same table, question and seed give the same bits.
 */
final class Chooser {
  static final int DRAWS = 2000;
  private static final int MOST_TAILS = 50;

  private final Question question;
  private final Table table;
  private final int candidates;

  private Chooser(Question question, Table table, int candidates) {
    this.question = question;
    this.table = table;
    this.candidates = candidates;
  }

  /**
   * Chooses.
   *
   * @param candidates from how many, the champion not counted
   */
  static Choice choose(Question question, Table table, int candidates) {
    return new Chooser(question, table, candidates).choose();
  }

  private Choice choose() {
    Map<Integer, String> broken = broken();
    List<Integer> left =
        IntStream.range(0, table.models().size())
            .filter(c -> c == 0 || !broken.containsKey(c))
            .boxed()
            .toList();
    double[][][] values = new double[question.criteria().size()][left.size()][];
    for (int m = 0; m < values.length; m++) {
      for (int c = 0; c < left.size(); c++) {
        values[m][c] = signed(m, left.get(c));
      }
    }
    Result<CandidateScores> scores = CandidateScores.of(values);
    if (scores instanceof Result.NotComputable<CandidateScores> none) {
      return nobody("nothing can be compared: " + none.detail(), broken);
    }
    Ranking ranking =
        Ranking.of(scores.orElseThrow(), 0, margins(), question.level(), DRAWS, question.seed());
    // A champion that breaks a constraint is what the others are compared with, and no choice.
    boolean championBroken = broken.containsKey(0);
    if (championBroken && left.size() == 1) {
      return nobody("nobody is shown to keep the constraints", broken);
    }
    Front front =
        championBroken
            ? Front.withoutFirst(values, margins(), question.level(), DRAWS, question.seed())
            : Front.of(ranking.front());
    return choose(broken, left, values, scores.orElseThrow(), ranking, front);
  }

  private Choice choose(
      Map<Integer, String> broken,
      List<Integer> left,
      double[][][] values,
      CandidateScores scores,
      Ranking ranking,
      Front front) {
    TieSet ties =
        TieSet.of(
                front.members().stream().map(c -> values[0][c]).toArray(double[][]::new),
                question.level(),
                DRAWS,
                question.seed())
            .orElseThrow();
    int chosen =
        ties.members().stream()
            .map(front.members()::get)
            .min(
                Comparator.<Integer>comparingDouble(
                        c -> table.costs().get(left.get(c)).orElse(Double.POSITIVE_INFINITY))
                    .thenComparingDouble(c -> -scores.mean(0, c)))
            .orElseThrow();
    Gains gains = Gains.of(values[0], question.level());
    Desirability desirability = desirability(scores);
    Reasons reasons = new Reasons(question, table, left, scores, front, ties, chosen);
    List<Line> lines = new ArrayList<>();
    int tails = 0;
    for (int c = 0; c < left.size(); c++) {
      int place = front.members().indexOf(c);
      boolean tied = place >= 0 && ties.members().contains(place);
      boolean tail = tied && (c == chosen || tails < MOST_TAILS);
      tails += tail ? 1 : 0;
      Standing standing =
          broken.containsKey(left.get(c)) ? Standing.CONSTRAINED : reasons.standing(c);
      lines.add(
          new Line(
              table.models().get(left.get(c)),
              standing,
              standing == Standing.CONSTRAINED ? broken.get(left.get(c)) : reasons.reason(c),
              means(scores, c),
              differences(ranking, c),
              tail ? tail(values[0][c]) : Optional.empty(),
              front.probabilities()[c],
              place >= 0 ? OptionalDouble.of(ties.pValues()[place]) : OptionalDouble.empty(),
              table.costs().get(left.get(c)),
              gains.shrunken().get(c),
              desirability.values()[c]));
    }
    broken.forEach(
        (c, why) -> {
          if (c > 0) {
            lines.add(
                Line.apart(table.models().get(c), Standing.CONSTRAINED, why, table.costs().get(c)));
          }
        });
    String model = table.models().get(left.get(chosen));
    return new Choice(
        Optional.of(model),
        "%d of %d candidates on the front, %d of them not to be told from the best in '%s'; %s"
            .formatted(
                front.members().size(),
                left.size(),
                ties.members().size(),
                question.first().metric(),
                chosen == 0 ? "the champion stays" : "chosen is " + reasons.reason(chosen)),
        sorted(lines),
        candidates,
        chosen > 0 ? OptionalDouble.of(gains.observed()[chosen]) : OptionalDouble.empty(),
        gains.shrunken().get(chosen),
        gains.selected().filter(c -> c == chosen).flatMap(c -> gains.interval()),
        table.models().get(left.get(desirability.best())),
        desirability.ranges(),
        candidates < 2 ? 0 : WinnersCurse.expectedExcess(candidates));
  }

  private Map<Integer, String> broken() {
    Map<Integer, String> broken = new LinkedHashMap<>();
    for (int c = 0; c < table.models().size(); c++) {
      for (Constraint constraint : question.constraints()) {
        double[] values = table.values().get(constraint.metric())[c];
        Optional<String> why = constraint.broken(values, question.level());
        if (why.isPresent()) {
          broken.putIfAbsent(c, why.get());
        }
      }
    }
    return broken;
  }

  private double[] signed(int metric, int model) {
    Criterion criterion = question.criteria().get(metric);
    double[] values = table.values().get(criterion.metric())[model].clone();
    for (int u = 0; u < values.length; u++) {
      values[u] *= criterion.sign();
    }
    return values;
  }

  private double[] margins() {
    return question.criteria().stream().mapToDouble(Criterion::tolerance).toArray();
  }

  private double[] means(CandidateScores scores, int c) {
    return IntStream.range(0, scores.metrics())
        .mapToDouble(m -> question.criteria().get(m).sign() * scores.mean(m, c))
        .toArray();
  }

  private List<Optional<Estimate>> differences(Ranking ranking, int c) {
    return IntStream.range(0, question.criteria().size())
        .mapToObj(
            m ->
                c > 0 && ranking.differences().get(m).get(c).isComputed()
                    ? Optional.of(
                        question
                            .criteria()
                            .get(m)
                            .turned(ranking.differences().get(m).get(c).orElseThrow()))
                    : Optional.<Estimate>empty())
        .toList();
  }

  /** The mean of the worst units, in the metric's own sign. */
  private Optional<Estimate> tail(double[] signed) {
    double[] losses = signed.clone();
    for (int u = 0; u < losses.length; u++) {
      losses[u] = -losses[u];
    }
    Result<Estimate> tail =
        ExpectedMoney.conditionalValueAtRisk(
            losses, 1 - question.tailShare(), question.level(), DRAWS, question.seed());
    return tail.isComputed()
        ? Optional.of(question.first().turned(Criterion.negated(tail.orElseThrow())))
        : Optional.empty();
  }

  private Desirability desirability(CandidateScores scores) {
    double[][] means = new double[scores.metrics()][scores.candidates()];
    for (int m = 0; m < means.length; m++) {
      for (int c = 0; c < means[m].length; c++) {
        means[m][c] = scores.mean(m, c);
      }
    }
    return Desirability.of(
        means, question.criteria().stream().mapToDouble(Criterion::weight).toArray());
  }

  private Choice nobody(String reason, Map<Integer, String> broken) {
    List<Line> lines = new ArrayList<>();
    for (int c = 0; c < table.models().size(); c++) {
      lines.add(
          Line.apart(
              table.models().get(c),
              broken.containsKey(c) ? Standing.CONSTRAINED : Standing.NOT_MEASURED,
              broken.getOrDefault(c, reason),
              table.costs().get(c)));
    }
    return new Choice(
        Optional.empty(),
        reason,
        sorted(lines),
        candidates,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        "",
        List.of(),
        0);
  }

  /** By standing, then by the first metric; and those that were not measured. */
  private List<Line> sorted(List<Line> lines) {
    table
        .unmeasured()
        .forEach(
            (model, why) ->
                lines.add(Line.apart(model, Standing.NOT_MEASURED, why, OptionalDouble.empty())));
    double sign = question.first().sign();
    lines.sort(
        Comparator.comparing(Line::standing)
            .thenComparingDouble(line -> line.means().length == 0 ? 0 : -sign * line.means()[0])
            .thenComparing(Line::model));
    return List.copyOf(lines);
  }
}
