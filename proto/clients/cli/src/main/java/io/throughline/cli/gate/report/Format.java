package io.throughline.cli.gate.report;

import java.util.function.Function;

/** The forms in which an outcome can be written. */
public enum Format {
  /** For people, on a terminal. */
  TEXT(outcome -> new TextReport(outcome).text()),
  /** For programs, by the schema that {@code gate --print-schema} prints. */
  JSON(JsonReport::text),
  /** JUnit XML: a test case a check, an inconclusive one skipped with its reason. */
  JUNIT(JunitReport::text),
  /** SARIF 2.1.0: a result for every check that did not pass. */
  SARIF(SarifReport::text),
  /** A summary for a page of the CI system or a comment. */
  MARKDOWN(MarkdownReport::text),
  /** Workflow commands, which GitHub shows beside the change. */
  ANNOTATIONS(AnnotationsReport::text);

  private final Function<Outcome, String> writer;

  Format(Function<Outcome, String> writer) {
    this.writer = writer;
  }

  /** The whole report. */
  public String text(Outcome outcome) {
    return writer.apply(outcome);
  }
}
