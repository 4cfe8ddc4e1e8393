package io.throughline.selection.check;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.Direction;
import io.throughline.selection.policy.FactCheck;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Numbers;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.policy.TrialCheck;

/** Rules and numbers in words. */
final class Words {
  private Words() {}

  static String rule(Check check) {
    if (check instanceof FactCheck fact) {
      return fact.names().isEmpty()
          ? fact.kind().word()
          : "%s: %s".formatted(fact.kind().word(), String.join(", ", fact.names()));
    }
    if (check instanceof TrialCheck trial) {
      return trial.asks() instanceof TrialCheck.Effect effect
          ? change(effect.rule(), "candidate's arm − champion's arm", "the champion's arm")
              + (effect.cohort().isEmpty() ? "" : ", cohort " + effect.cohort())
          : "the trial is healthy: " + trial.subject();
    }
    MetricCheck metric = (MetricCheck) check;
    String slices =
        metric.slices().map(cut -> " in every slice by '%s'".formatted(cut.by())).orElse("");
    return rule(metric.rule()) + slices;
  }

  private static String rule(Rule asked) {
    if (asked instanceof Rule.AtMost rule) {
      return "candidate's mean below " + Numbers.show(rule.bound());
    }
    if (asked instanceof Rule.AtLeast rule) {
      return "candidate's mean above " + Numbers.show(rule.bound());
    }
    return change((Rule.Change) asked, "candidate − champion", "the champion's mean");
  }

  private static String change(Rule.Change rule, String difference, String whole) {
    Margin margin = rule.margin();
    boolean below = rule.direction() == Direction.DECREASE;
    String sign = margin.size() > 0 && below == margin.required() ? "−" : "";
    return "%s %s %s%s%s (%s; %s is better)"
        .formatted(
            difference,
            below ? "below" : "above",
            sign,
            margin.text(),
            margin.relative() ? " of " + whole : "",
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
