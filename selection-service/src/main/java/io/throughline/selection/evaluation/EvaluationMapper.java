package io.throughline.selection.evaluation;

import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Finding;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.check.Verdict;
import io.throughline.selection.evidence.Bundle;
import io.throughline.selection.evidence.Contenders;
import io.throughline.selection.policy.StoredPolicy;
import io.throughline.server.name.ResourceName;
import java.time.Instant;

/** Evaluations in the contract's words. */
final class EvaluationMapper {
  private static final int LONGEST_MESSAGE = 4000;
  private static final int LONGEST_REASON = 16_000;

  private EvaluationMapper() {}

  static Evaluation message(
      String id,
      StoredPolicy policy,
      Bundle bundle,
      Judgement judgement,
      double confidenceLevel,
      long seed,
      String codeVersion,
      Instant time) {
    Contenders contenders = bundle.contenders();
    Evaluation.Builder message =
        Evaluation.newBuilder()
            .setName(experiment(contenders) + "/evaluations/" + id)
            .setCandidate(contenders.candidate().name())
            .setChampionVersion(contenders.championVersion().orElse(""))
            .setChampion(contenders.champion().map(Contenders.Contender::name).orElse(""))
            .setBaseline(contenders.baseline().orElse(""))
            .setPolicyVersion(policy.name())
            .setPolicyDigest(policy.digest())
            .setPosition(bundle.position())
            .setVerdict(verdict(judgement.decision().verdict()))
            .setReason(shorten(judgement.decision().reason(), LONGEST_REASON))
            .setSeed(seed)
            .setCodeVersion(codeVersion)
            .setEvaluateTime(Timestamps.fromMillis(time.toEpochMilli()));
    judgement.findings().stream()
        .map(finding -> result(finding, confidenceLevel))
        .forEach(message::addChecks);
    return message.build();
  }

  static CheckResult result(Finding finding, double confidenceLevel) {
    CheckResult.Builder result =
        CheckResult.newBuilder()
            .setCheck(finding.check())
            .setMetric(finding.metric())
            .setDataset(finding.dataset())
            .setRule(finding.rule())
            .setVerdict(verdict(finding.verdict()))
            .setConfidenceLevel(confidenceLevel)
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
    return result.build();
  }

  static String experiment(Contenders contenders) {
    return ResourceName.parse(contenders.candidate().name()).scope().toString();
  }

  private static io.throughline.event.v1.Verdict verdict(Verdict verdict) {
    return switch (verdict) {
      case PASS -> io.throughline.event.v1.Verdict.VERDICT_PASS;
      case FAIL -> io.throughline.event.v1.Verdict.VERDICT_FAIL;
      case INCONCLUSIVE -> io.throughline.event.v1.Verdict.VERDICT_INCONCLUSIVE;
      case ERROR -> io.throughline.event.v1.Verdict.VERDICT_ERROR;
    };
  }

  /** The contract counts bytes, and a character has at most three of them here. */
  private static String shorten(String text, int most) {
    return text.length() * 3 <= most
        ? text
        : text.substring(0, Math.min(text.length(), most / 3)) + "…";
  }
}
