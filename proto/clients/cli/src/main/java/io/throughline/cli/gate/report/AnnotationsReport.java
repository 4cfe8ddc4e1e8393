package io.throughline.cli.gate.report;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Verdict;

/**
 * Workflow commands of GitHub Actions, a line each: an error for what failed or could not be
 * evaluated, a warning for what is inconclusive or waived, and a notice of the whole.
 */
final class AnnotationsReport {
  private AnnotationsReport() {}

  static String text(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    for (CheckResult check : outcome.evaluation().getChecksList()) {
      if (check.getVerdict() != Verdict.VERDICT_PASS) {
        String file =
            outcome.policy().path().isEmpty()
                ? ""
                : "file=%s,line=%d,"
                    .formatted(
                        property(outcome.policy().path()),
                        outcome.policy().lineOf(check.getCheck()));
        command(
            text,
            level(check),
            "%stitle=%s"
                .formatted(
                    file,
                    property(
                        "%s: %s".formatted(check.getCheck(), Outcome.word(check.getVerdict())))),
            Outcome.explanation(check) + " (" + Numbers.line(check) + ")");
      }
    }
    command(
        text,
        outcome.waived() ? "warning" : "notice",
        "title=" + property("Gate: " + outcome.headline()),
        "%s %s".formatted(outcome.evaluation().getReason(), outcome.link()));
    return text.toString();
  }

  private static String level(CheckResult check) {
    if (Outcome.informs(check)) {
      return "notice";
    }
    boolean open = check.getVerdict() == Verdict.VERDICT_INCONCLUSIVE;
    return open || !check.getWaiver().isEmpty() ? "warning" : "error";
  }

  private static void command(StringBuilder text, String level, String properties, String message) {
    text.append("::%s %s::%s".formatted(level, properties, data(message)))
        .append(System.lineSeparator());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
