package io.throughline.selection.check;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.Numbers;
import io.throughline.selection.policy.Rule;

/** Rules and numbers in words. */
final class Words {
  private Words() {}

  static String rule(Check check) {
    if (check.rule() instanceof Rule.AtMost rule) {
      return "candidate's mean below " + Numbers.show(rule.bound());
    }
    if (check.rule() instanceof Rule.AtLeast rule) {
      return "candidate's mean above " + Numbers.show(rule.bound());
    }
    Rule.Change rule = (Rule.Change) check.rule();
    Margin margin = rule.margin();
    boolean below = rule.direction() == Direction.DECREASE;
    String sign = margin.size() > 0 && below == margin.required() ? "−" : "";
    return "candidate − champion %s %s%s%s (%s; %s is better)"
        .formatted(
            below ? "below" : "above",
            sign,
            margin.text(),
            margin.relative() ? " of the champion's mean" : "",
            (margin.required() ? "better by at least " : "worse by at most ") + margin.text(),
            below ? "smaller" : "larger");
  }

  static String interval(Finding.Measure measure, Bound bound) {
    return "%s, %s%% interval %s to %s, must lie %s %s"
        .formatted(
            Numbers.show(measure.estimate()),
            Numbers.show(measure.interval().level() * 100),
            Numbers.show(measure.interval().lower()),
            Numbers.show(measure.interval().upper()),
            bound.side() == Side.BELOW ? "below" : "above",
            Numbers.show(bound.value()));
  }
}
