package io.throughline.cli.gate.report;

import static io.throughline.event.v1.Verdict.VERDICT_ERROR;
import static io.throughline.event.v1.Verdict.VERDICT_FAIL;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit XML: one suite for the evaluation, one case a check. A failed check is a failure, one that
 * could not be evaluated an error; inconclusive, waived and merely informing ones are skipped, with
 * the reason, so that none of them counts as passed.
 */
final class JunitReport {
  private enum Form {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  private final Outcome outcome;
  private final XMLStreamWriter xml;

  private JunitReport(Outcome outcome, XMLStreamWriter xml) {
    this.outcome = outcome;
    this.xml = xml;
  }

  static String text(Outcome outcome) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      new JunitReport(outcome, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string can always be written to", e);
    }
    return text.append(System.lineSeparator()).toString();
  }

  private void write() throws XMLStreamException {
    Evaluation evaluation = outcome.evaluation();
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    xml.writeStartElement("testsuite");
    attribute("name", evaluation.getPolicyVersion());
    attribute("tests", Integer.toString(evaluation.getChecksCount()));
    attribute("failures", count(Form.FAILURE));
    attribute("errors", count(Form.ERROR));
    attribute("skipped", count(Form.SKIPPED));
    attribute("time", "0");
    xml.writeStartElement("properties");
    property("verdict", outcome.headline());
    property("evaluation", evaluation.getName());
    property("candidate", evaluation.getCandidate());
    property("champion", evaluation.getChampionVersion());
    property("position", evaluation.getPosition());
    xml.writeEndElement();
    for (CheckResult check : evaluation.getChecksList()) {
      write(check);
    }
    xml.writeStartElement("system-out");
    characters("%s: %s%n%s".formatted(outcome.headline(), evaluation.getReason(), outcome.link()));
    xml.writeEndDocument();
  }

  private void write(CheckResult check) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("name", check.getCheck());
    attribute("classname", outcome.evaluation().getCandidate());
    attribute("time", "0");
    Form form = form(check);
    if (form != Form.PASSED) {
      xml.writeStartElement(form.name().toLowerCase(java.util.Locale.ROOT));
      attribute("message", prefix(check) + Outcome.explanation(check));
      if (form != Form.SKIPPED) {
        attribute("type", check.getReasonCode());
      }
      characters(Numbers.line(check));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static Form form(CheckResult check) {
    Verdict verdict = check.getVerdict();
    if (verdict == Verdict.VERDICT_PASS) {
      return Form.PASSED;
    }
    if (Outcome.informs(check) || !check.getWaiver().isEmpty()) {
      return Form.SKIPPED;
    }
    return verdict == VERDICT_FAIL
        ? Form.FAILURE
        : verdict == VERDICT_ERROR ? Form.ERROR : Form.SKIPPED;
  }

  private static String prefix(CheckResult check) {
    String waived = check.getWaiver().isEmpty() ? "" : "waived by " + check.getWaiver() + ": ";
    String informs = Outcome.informs(check) ? "informational: " : "";
    return waived + informs + Outcome.word(check.getVerdict()) + " ";
  }

  private String count(Form form) {
    return Long.toString(
        outcome.evaluation().getChecksList().stream().filter(check -> form(check) == form).count());
  }

  private void property(String name, String value) throws XMLStreamException {
    xml.writeEmptyElement("property");
    attribute("name", name);
    attribute("value", value);
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, allowed(value));
  }

  private void characters(String text) throws XMLStreamException {
    xml.writeCharacters(allowed(text));
  }

  /** Without the characters that XML 1.0 cannot hold. */
  private static String allowed(String text) {
    return text.replaceAll(
        "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "�");
  }
}
