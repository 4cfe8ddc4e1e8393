package io.throughline.selection.evaluation;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.CheckRole;
import io.throughline.event.v1.SliceResult;
import io.throughline.selection.check.Finding;
import io.throughline.selection.check.SliceFinding;
import io.throughline.selection.check.Verdict;

/** What checks found, in the contract's words. */
public final class Results {
  private static final int LONGEST_MESSAGE = 4000;
  private static final int LONGEST_SLICE = 400;

  private Results() {}

  /**
   * A finding.
   *
   * @param confidenceLevel the policy's, where the finding has no interval
   */
  public static CheckResult message(Finding finding, double confidenceLevel) {
    CheckResult.Builder result =
        CheckResult.newBuilder()
            .setCheck(finding.check())
            .setMetric(finding.metric())
            .setDataset(finding.dataset())
            .setRule(finding.rule())
            .setVerdict(verdict(finding.verdict()))
            .setRole(CheckRole.forNumber(finding.role().ordinal() + 1))
            .setConfidenceLevel(
                finding
                    .measure()
                    .map(measure -> measure.interval().level())
                    .orElse(confidenceLevel))
            .setN(finding.n())
            .setReasonCode(finding.reason().name())
            .setMessage(shorten(finding.message(), LONGEST_MESSAGE))
            .setNextStep(shorten(finding.nextStep(), LONGEST_MESSAGE));
    finding
        .measure()
        .ifPresent(
            measure ->
                result
                    .setEstimate(measure.estimate())
                    .setLower(measure.interval().lower())
                    .setUpper(measure.interval().upper())
                    .setMethod(measure.method()));
    finding.margin().ifPresent(result::setMargin);
    finding.slices().stream().map(Results::slice).forEach(result::addSlices);
    return result.build();
  }

  private static SliceResult slice(SliceFinding finding) {
    SliceResult.Builder slice =
        SliceResult.newBuilder()
            .setSlice(shorten(finding.slice(), LONGEST_SLICE))
            .setN(finding.n())
            .setVerdict(verdict(finding.verdict()));
    finding
        .measure()
        .ifPresent(
            measure ->
                slice
                    .setEstimate(measure.estimate())
                    .setLower(measure.interval().lower())
                    .setUpper(measure.interval().upper()));
    return slice.build();
  }

  /** A verdict in the contract's words. */
  public static io.throughline.event.v1.Verdict verdict(Verdict verdict) {
    return switch (verdict) {
      case PASS -> io.throughline.event.v1.Verdict.VERDICT_PASS;
      case FAIL -> io.throughline.event.v1.Verdict.VERDICT_FAIL;
      case INCONCLUSIVE -> io.throughline.event.v1.Verdict.VERDICT_INCONCLUSIVE;
      case ERROR -> io.throughline.event.v1.Verdict.VERDICT_ERROR;
    };
  }

  /** The contract counts bytes, and a character has at most three of them here. */
  static String shorten(String text, int most) {
    return text.length() * 3 <= most
        ? text
        : text.substring(0, Math.min(text.length(), most / 3)) + "…";
  }
}
