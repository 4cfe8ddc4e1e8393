package io.throughline.selection.evaluation;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Decision;
import io.throughline.selection.check.Finding;
import io.throughline.selection.check.Verdict;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.policy.CheckRole;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What of an evaluation decides: read back from its message, without numbers. */
public final class Outline {
  private Outline() {}

  /** The ids of the checks that stand in the way of a PASS. */
  public static List<String> blocking(Evaluation evaluation) {
    List<Finding> findings = evaluation.getChecksList().stream().map(Outline::finding).toList();
    return Decision.blocking(findings).stream().map(Finding::check).toList();
  }

  private static Finding finding(CheckResult result) {
    return new Finding(
        result.getCheck(),
        role(result),
        result.getMetric(),
        result.getDataset(),
        false,
        result.getRule(),
        verdict(result.getVerdict()),
        Optional.empty(),
        result.getN(),
        OptionalDouble.empty(),
        reason(result.getReasonCode()),
        result.getMessage(),
        result.getNextStep(),
        List.of());
  }

  /** A check of before roles is a guardrail. */
  static CheckRole role(CheckResult result) {
    return switch (result.getRole()) {
      case CHECK_ROLE_QUALITY -> CheckRole.QUALITY;
      case CHECK_ROLE_SUCCESS -> CheckRole.SUCCESS;
      case CHECK_ROLE_DETERIORATION -> CheckRole.DETERIORATION;
      case CHECK_ROLE_INFORMATIONAL -> CheckRole.INFORMATIONAL;
      case CHECK_ROLE_GUARDRAIL, CHECK_ROLE_UNSPECIFIED, UNRECOGNIZED -> CheckRole.GUARDRAIL;
    };
  }

  private static Verdict verdict(io.throughline.event.v1.Verdict verdict) {
    return switch (verdict) {
      case VERDICT_PASS -> Verdict.PASS;
      case VERDICT_FAIL -> Verdict.FAIL;
      case VERDICT_INCONCLUSIVE -> Verdict.INCONCLUSIVE;
      case VERDICT_ERROR, VERDICT_UNSPECIFIED, UNRECOGNIZED -> Verdict.ERROR;
    };
  }

  private static ReasonCode reason(String code) {
    return Arrays.stream(ReasonCode.values())
        .filter(known -> known.name().equals(code))
        .findFirst()
        .orElse(ReasonCode.NOT_COMPUTABLE);
  }
}
