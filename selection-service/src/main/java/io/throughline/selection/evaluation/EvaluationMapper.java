package io.throughline.selection.evaluation;

import com.google.protobuf.util.Timestamps;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Finding;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.evidence.Bundle;
import io.throughline.selection.evidence.Contenders;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.StoredPolicy;
import io.throughline.server.name.ResourceName;
import java.time.Instant;
import java.util.Map;

/** Evaluations in the contract's words. */
final class EvaluationMapper {
  private static final int LONGEST_REASON = 16_000;

  private EvaluationMapper() {}

  /**
   * How an evaluation came about.
   *
   * @param id its id
   * @param stored the policy as stored
   * @param policy the same, read
   * @param seed of everything random
   * @param codeVersion of the code that computed it
   * @param time when it was computed
   * @param author who asked for it
   * @param trial the trial that it looked at, or empty
   * @param waivers the waivers in force, by check
   */
  record Circumstances(
      String id,
      StoredPolicy stored,
      Policy policy,
      long seed,
      String codeVersion,
      Instant time,
      String author,
      String trial,
      Map<String, String> waivers) {}

  static Evaluation message(Circumstances how, Bundle bundle, Judgement judgement) {
    Contenders contenders = bundle.contenders();
    Evaluation.Builder message =
        Evaluation.newBuilder()
            .setName(experiment(contenders) + "/evaluations/" + how.id())
            .setCandidate(contenders.candidate().name())
            .setChampionVersion(contenders.championVersion().orElse(""))
            .setChampion(contenders.champion().map(Contenders.Contender::name).orElse(""))
            .setBaseline(contenders.baseline().orElse(""))
            .setPolicyVersion(how.stored().name())
            .setPolicyDigest(how.stored().digest())
            .setPosition(bundle.position())
            .setSeed(how.seed())
            .setCodeVersion(how.codeVersion())
            .setEvaluateTime(Timestamps.fromMillis(how.time().toEpochMilli()))
            .setAuthor(how.author())
            .setRequiredApprovals(how.policy().approvals())
            .setTrial(how.trial());
    judged(message, judgement, how.policy().confidenceLevel(), how.waivers());
    return message.build();
  }

  /** Sets what follows from a judgement, in place of what stood there. */
  static void judged(
      Evaluation.Builder message, Judgement judgement, double level, Map<String, String> waivers) {
    message
        .clearChecks()
        .setVerdict(Results.verdict(judgement.decision().verdict()))
        .setReason(Results.shorten(judgement.decision().reason(), LONGEST_REASON));
    for (Finding finding : judgement.findings()) {
      message.addChecks(
          Results.message(finding, level).toBuilder()
              .setWaiver(waivers.getOrDefault(finding.check(), "")));
    }
  }

  static String experiment(Contenders contenders) {
    return ResourceName.parse(contenders.candidate().name()).scope().toString();
  }
}
