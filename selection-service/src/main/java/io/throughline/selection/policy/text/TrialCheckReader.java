package io.throughline.selection.policy.text;

import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.policy.TrialHealth;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a check of a trial. */
final class TrialCheckReader {
  private static final Map<String, TrialHealth> HEALTHS =
      CheckReader.words(TrialHealth.values(), TrialHealth::word);
  private static final Pattern TRIAL =
      Pattern.compile("environments/[A-Za-z0-9._-]{1,128}/trials/[A-Za-z0-9._-]{1,128}");
  private static final int UNITS = 100;

  private TrialCheckReader() {}

  static Optional<TrialCheck> read(Fields fields, CheckReader.Common common) {
    Optional<String> trial =
        fields.text("trial", TRIAL, "a trial's name (environments/{id}/trials/{id})");
    int count = fields.whole("minimum_count", 2, 1_000_000_000).map(Long::intValue).orElse(UNITS);
    Optional<TrialCheck.Question> asks =
        fields.has("trial_health") ? health(fields, common) : effect(fields, common);
    return common
        .id()
        .flatMap(
            id ->
                asks.map(
                    question ->
                        new TrialCheck(
                            id, common.role(), common.whenMissing(), trial, question, count)));
  }

  private static Optional<TrialCheck.Question> health(Fields fields, CheckReader.Common common) {
    if (common.role() == CheckRole.SUCCESS || common.role() == CheckRole.DETERIORATION) {
      fields.wrong("role", "health is no success of a change; use quality");
    }
    return fields.choice("trial_health", HEALTHS).map(TrialCheck.Health::new);
  }

  private static Optional<TrialCheck.Question> effect(Fields fields, CheckReader.Common common) {
    Optional<String> metric =
        fields.text("trial_metric", CheckReader.METRIC, CheckReader.METRIC_RULE);
    String cohort = fields.text("cohort", CheckReader.ID, CheckReader.ID_RULE).orElse("");
    Optional<Rule> rule = RuleReader.read(fields);
    if (rule.isPresent() && !(rule.get() instanceof Rule.Change)) {
      return fields.wrong(
          "trial_metric",
          "a trial compares its arms: use worse_by_at_most or better_by_at_least, with a"
              + " direction");
    }
    boolean required = rule.filter(some -> ((Rule.Change) some).margin().required()).isPresent();
    if (common.role() == CheckRole.DETERIORATION && required) {
      return fields.wrong(
          "role", "deterioration asks that nothing is shown to be worse: use worse_by_at_most");
    }
    return metric.flatMap(
        name -> rule.map(some -> new TrialCheck.Effect(name, cohort, (Rule.Change) some)));
  }
}
