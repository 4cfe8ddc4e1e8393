package io.throughline.cli.gate;

import static java.lang.System.lineSeparator;

import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.selection.v1.Promotion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An evaluation for people and for programs.
 *
 * @param evaluation the evaluation
 * @param url where it is served over HTTP; empty where that is not known
 */
record GateReport(Evaluation evaluation, String url) {

  private record Grievance(String reasonCode, String message, String nextStep) {}

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%s  %s", word(evaluation.getVerdict()), evaluation.getCandidate());
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
    line(text, "  %s: %s", word(evaluation.getVerdict()), evaluation.getReason());
    line(text, "  %s", url.isEmpty() ? evaluation.getName() : url);
    return text.toString();
  }

  /** What became of the promotion that was asked for. */
  String text(Optional<Promotion> promotion, boolean asked) {
    if (promotion.isPresent()) {
      return "  promoted: %s is %s now (before: %s)%n"
          .formatted(
              promotion.get().getModelVersion(),
              promotion.get().getAlias(),
              promotion.get().getPreviousVersion().isEmpty()
                  ? "none"
                  : promotion.get().getPreviousVersion());
    }
    return asked ? "  not promoted%n".formatted() : "";
  }

  String json(Optional<Promotion> promotion, ExitCode code) {
    return "{\"exitCode\": %d, \"url\": \"%s\", \"evaluation\": %s%s}%n"
        .formatted(
            code.number(),
            url,
            Show.json(evaluation),
            promotion.map(some -> ", \"promotion\": " + Show.json(some)).orElse(""));
  }

  /** What is said of checks that did not pass, and of which of them. */
  private Map<Grievance, List<String>> grievances() {
    return evaluation.getChecksList().stream()
        .filter(check -> check.getVerdict() != Verdict.VERDICT_PASS)
        .collect(
            Collectors.groupingBy(
                check ->
                    new Grievance(check.getReasonCode(), check.getMessage(), check.getNextStep()),
                LinkedHashMap::new,
                Collectors.mapping(CheckResult::getCheck, Collectors.toList())));
  }

  private String champion() {
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
    for (CheckResult check : evaluation.getChecksList()) {
      table.add(
          check.getCheck(),
          word(check.getVerdict()),
          check.hasEstimate() ? Show.number(check.getEstimate()) : "–",
          check.hasLower()
              ? "%s … %s (%s%%)"
                  .formatted(
                      Show.number(check.getLower()),
                      Show.number(check.getUpper()),
                      Show.number(check.getConfidenceLevel() * 100))
              : "–",
          check.hasMargin() ? Show.number(check.getMargin()) : "–",
          Long.toString(check.getN()),
          "%s: %s".formatted(check.getMetric(), check.getRule()));
    }
    return table;
  }

  private static String word(Verdict verdict) {
    return verdict.name().replace("VERDICT_", "");
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append(lineSeparator());
  }
}
