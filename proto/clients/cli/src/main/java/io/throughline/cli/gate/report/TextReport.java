package io.throughline.cli.gate.report;

import static java.lang.System.lineSeparator;

import io.throughline.cli.output.Table;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.Promotion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An outcome for people.
 *
 * @param outcome what to tell of
 */
record TextReport(Outcome outcome) {

  private record Grievance(String reasonCode, String message, String nextStep) {}

  String text() {
    Evaluation evaluation = outcome.evaluation();
    StringBuilder text = new StringBuilder();
    line(text, "%s  %s", outcome.headline(), evaluation.getCandidate());
    line(text, "  against %s", champion());
    line(
        text,
        "  policy %s, position %s, seed %d",
        evaluation.getPolicyVersion(),
        evaluation.getPosition().isEmpty() ? "(start)" : evaluation.getPosition(),
        evaluation.getSeed());
    text.append(lineSeparator()).append(table().text("  ")).append(lineSeparator());
    grievances()
        .forEach(
            (grievance, checks) -> {
              line(text, "  %s: %s", String.join(", ", checks), grievance.reasonCode());
              line(text, "    %s", grievance.message());
              if (!grievance.nextStep().isEmpty()) {
                line(text, "    → %s", grievance.nextStep());
              }
            });
    line(text, "  %s: %s", Outcome.word(evaluation.getVerdict()), evaluation.getReason());
    outcome.clearance().ifPresent(clearance -> cleared(text, clearance));
    line(text, "  %s", outcome.link());
    promoted(text);
    return text.toString();
  }

  private void cleared(StringBuilder text, Clearance clearance) {
    if (outcome.waived()) {
      line(text, "  %s", clearance.getReason());
    }
    if (clearance.getRequiredApprovals() > 0) {
      line(
          text,
          "  approvals: %d of %d",
          clearance.getApproversCount(),
          clearance.getRequiredApprovals());
    }
  }

  private void promoted(StringBuilder text) {
    if (outcome.promotion().isPresent()) {
      Promotion promotion = outcome.promotion().get();
      line(
          text,
          "  promoted: %s is %s now (before: %s)",
          promotion.getModelVersion(),
          promotion.getAlias(),
          promotion.getPreviousVersion().isEmpty() ? "none" : promotion.getPreviousVersion());
    } else if (outcome.promotionWanted()) {
      line(text, "  not promoted");
    }
  }

  /** What is said of checks that did not pass, and of which of them. */
  private Map<Grievance, List<String>> grievances() {
    return outcome.evaluation().getChecksList().stream()
        .filter(check -> check.getVerdict() != Verdict.VERDICT_PASS)
        .collect(
            Collectors.groupingBy(
                check ->
                    new Grievance(check.getReasonCode(), check.getMessage(), check.getNextStep()),
                LinkedHashMap::new,
                Collectors.mapping(CheckResult::getCheck, Collectors.toList())));
  }

  private String champion() {
    Evaluation evaluation = outcome.evaluation();
    if (evaluation.getBaseline().isEmpty()) {
      return "nobody (the policy names no baseline)";
    }
    return evaluation.getChampionVersion().isEmpty()
        ? evaluation.getBaseline() + ", which points to nothing yet"
        : "%s (%s)".formatted(evaluation.getChampionVersion(), evaluation.getChampion());
  }

  private Table table() {
    Table table =
        new Table("CHECK", "VERDICT", "ESTIMATE", "INTERVAL", "BOUND", "N", "METRIC, RULE");
    for (CheckResult check : outcome.evaluation().getChecksList()) {
      table.add(
          check.getCheck(),
          Outcome.word(check.getVerdict()),
          Numbers.estimate(check),
          Numbers.interval(check),
          Numbers.bound(check),
          Long.toString(check.getN()),
          "%s: %s".formatted(check.getMetric(), check.getRule()));
    }
    return table;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append(lineSeparator());
  }
}
