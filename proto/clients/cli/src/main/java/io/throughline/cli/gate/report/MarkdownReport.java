package io.throughline.cli.gate.report;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A summary in Markdown (tables as on GitHub and GitLab). */
final class MarkdownReport {
  private MarkdownReport() {}

  static String text(Outcome outcome) {
    Evaluation evaluation = outcome.evaluation();
    StringBuilder text = new StringBuilder();
    line(text, "## Gate: %s", outcome.headline());
    line(text, "");
    line(text, "%s", escaped(evaluation.getReason()));
    line(text, "");
    if (outcome.waived()) {
      line(text, "**%s**", escaped(outcome.clearance().orElseThrow().getReason()));
      line(text, "");
    }
    row(text, Stream.of("Check", "Verdict", "Estimate", "Interval", "Bound", "n", "Rule"));
    row(text, Stream.generate(() -> "---").limit(7));
    evaluation.getChecksList().forEach(check -> row(text, cells(check)));
    line(text, "");
    for (CheckResult check : evaluation.getChecksList()) {
      if (check.getVerdict() != Verdict.VERDICT_PASS) {
        line(text, "- **%s**: %s", check.getCheck(), escaped(Outcome.explanation(check)));
      }
    }
    line(text, "");
    line(
        text,
        "Candidate `%s`, champion `%s`, policy `%s`, position `%s`.",
        evaluation.getCandidate(),
        evaluation.getChampionVersion().isEmpty() ? "none" : evaluation.getChampionVersion(),
        evaluation.getPolicyVersion(),
        evaluation.getPosition());
    outcome
        .promotion()
        .ifPresent(
            some -> line(text, "Promoted: `%s` is `%s`.", some.getModelVersion(), some.getAlias()));
    line(text, outcome.url().isEmpty() ? "`%s`" : "[The evaluation](%s)", outcome.link());
    return text.toString();
  }

  private static Stream<String> cells(CheckResult check) {
    String mark =
        switch (check.getVerdict()) {
          case VERDICT_PASS -> "✅ ";
          case VERDICT_FAIL -> "❌ ";
          case VERDICT_INCONCLUSIVE -> "❔ ";
          default -> "⚠️ ";
        };
    String role = Outcome.informs(check) ? " (informational)" : "";
    String waived = check.getWaiver().isEmpty() ? "" : " (waived)";
    return Stream.of(
        check.getCheck(),
        mark + Outcome.word(check.getVerdict()) + role + waived,
        Numbers.estimate(check),
        Numbers.interval(check),
        Numbers.bound(check),
        Long.toString(check.getN()),
        "%s: %s".formatted(check.getMetric(), check.getRule()));
  }

  private static void row(StringBuilder text, Stream<String> cells) {
    text.append(cells.map(MarkdownReport::escaped).collect(Collectors.joining(" | ", "| ", " |")));
    text.append(System.lineSeparator());
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append(System.lineSeparator());
  }

  /** Text that stays text: no table cell, tag, link or line of its own. */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\`*_\\[\\]<>|#~])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
