package io.throughline.selection.policy.text;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.Over;
import io.throughline.selection.policy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads one entry of {@code checks}. */
final class CheckReader {
  static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  static final String ID_RULE = "1 to 128 letters, digits, '.', '_' or '-'";

  private static final String AT_MOST = "at_most";
  private static final String AT_LEAST = "at_least";
  private static final String WORSE = "worse_by_at_most";
  private static final String BETTER = "better_by_at_least";
  private static final String DIRECTION = "direction";
  private static final List<String> RULES = List.of(AT_MOST, AT_LEAST, WORSE, BETTER);
  private static final Pattern METRIC = Pattern.compile("[A-Za-z0-9 _./-]{1,250}");
  private static final Pattern DATASET =
      Pattern.compile("experiments/[A-Za-z0-9._-]{1,128}/datasets/[A-Za-z0-9._-]{1,128}");
  private static final Map<String, Over> OVERS =
      new java.util.TreeMap<>(Map.of("units", Over.UNITS, "folds", Over.FOLDS));
  private static final Map<String, Direction> DIRECTIONS =
      new java.util.TreeMap<>(
          Map.of("decrease", Direction.DECREASE, "increase", Direction.INCREASE));
  private static final Map<String, DatasetRole> ROLES =
      new java.util.TreeMap<>(
          Map.of(
              "TRAINING", DatasetRole.TRAINING,
              "SELECTION", DatasetRole.SELECTION,
              "JUDGEMENT", DatasetRole.JUDGEMENT));
  private static final int UNITS = 30;
  private static final int FOLDS = 3;
  private static final double COVERAGE = 0.95;

  private CheckReader() {}

  static Optional<Check> read(Fields fields) {
    fields.require("id", "give the check an id that verdicts can name");
    fields.require("metric", "name the metric as the runs emit it");
    fields.require("over", "say 'units' or 'folds'");
    Optional<String> id = fields.text("id", ID, ID_RULE);
    Optional<String> metric =
        fields.text("metric", METRIC, "a metric's name (letters, digits, ' ', '_', '.', '/', '-')");
    Optional<Over> over = fields.choice("over", OVERS);
    Optional<String> dataset =
        fields.text("dataset", DATASET, "a dataset's name (experiments/{id}/datasets/{id})");
    Optional<DatasetRole> role =
        fields
            .choice("dataset_role", ROLES)
            .or(() -> over.filter(Over.UNITS::equals).map(units -> DatasetRole.JUDGEMENT));
    Optional<Rule> rule = rule(fields);
    Optional<Long> count = fields.whole("minimum_count", 2, 1_000_000);
    Optional<Double> coverage = coverage(fields);
    fields.refuseOthers();
    if (Stream.of(id, metric, over, rule).anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    int least = count.map(Long::intValue).orElse(over.get() == Over.UNITS ? UNITS : FOLDS);
    return Optional.of(
        new Check(
            id.get(),
            metric.get(),
            over.get(),
            dataset,
            role,
            rule.get(),
            least,
            coverage.orElse(COVERAGE)));
  }

  /** Whether the check compares with the champion, however faulty it is. */
  static boolean compares(Fields fields) {
    return fields.has(WORSE) || fields.has(BETTER);
  }

  private static Optional<Double> coverage(Fields fields) {
    return fields
        .number("minimum_coverage")
        .flatMap(
            share ->
                share > 0 && share <= 1
                    ? Optional.of(share)
                    : fields.wrong("minimum_coverage", "expected a share above 0, at most 1"));
  }

  private static Optional<Rule> rule(Fields fields) {
    boolean directed = fields.has(DIRECTION);
    Optional<Direction> direction = fields.choice(DIRECTION, DIRECTIONS);
    List<String> given = RULES.stream().filter(fields::has).toList();
    if (given.size() != 1) {
      String said = given.isEmpty() ? "there is no rule" : "there are several rules";
      return fields.wrong(
          given.isEmpty() ? "rule" : given.get(1),
          said + "; a check has exactly one of " + String.join(", ", RULES));
    }
    String key = given.get(0);
    boolean compares = key.equals(WORSE) || key.equals(BETTER);
    if (compares && !directed) {
      fields.require(DIRECTION, "say whether the metric gets better by 'decrease' or 'increase'");
    }
    if (!compares && directed) {
      return fields.wrong(DIRECTION, "has no meaning beside " + key + "; remove it");
    }
    return switch (key) {
      case AT_MOST -> fields.number(key).map(Rule.AtMost::new);
      case AT_LEAST -> fields.number(key).map(Rule.AtLeast::new);
      default -> {
        Optional<Margin> margin = margin(fields, key, direction);
        yield direction.flatMap(way -> margin.map(size -> new Rule.Change(way, size)));
      }
    };
  }

  private static Optional<Margin> margin(Fields fields, String key, Optional<Direction> direction) {
    boolean required = key.equals(BETTER);
    Optional<Margin> margin =
        fields.numberOrShare(
            key,
            size -> new Margin(size, false, required),
            share -> new Margin(share, true, required));
    if (margin.filter(some -> some.size() < 0).isPresent()) {
      String other = required ? WORSE : BETTER;
      return fields.wrong(key, "must not be negative; to ask for the opposite use " + other);
    }
    Direction shrinking = required ? Direction.DECREASE : Direction.INCREASE;
    boolean impossible =
        margin.filter(some -> some.relative() && some.size() >= 1).isPresent()
            && direction.filter(shrinking::equals).isPresent();
    return impossible
        ? fields.wrong(key, "a mean cannot shrink by 100% or more; expected less than 100%")
        : margin;
  }
}
