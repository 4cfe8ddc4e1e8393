package io.throughline.selection.policy.text;

import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what the interval is held against. */
final class RuleReader {
  private static final String AT_MOST = "at_most";
  private static final String AT_LEAST = "at_least";
  private static final String WORSE = "worse_by_at_most";
  private static final String BETTER = "better_by_at_least";
  private static final String DIRECTION = "direction";
  private static final List<String> RULES = List.of(AT_MOST, AT_LEAST, WORSE, BETTER);
  private static final Map<String, Direction> DIRECTIONS =
      new TreeMap<>(Map.of("decrease", Direction.DECREASE, "increase", Direction.INCREASE));

  private RuleReader() {}

  /** Whether the rule compares, however faulty it is. */
  static boolean compares(Fields fields) {
    return fields.has(WORSE) || fields.has(BETTER);
  }

  static Optional<Rule> read(Fields fields) {
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
