package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.policy.Policies;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.policy.StoredPolicy;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.v1.Reproduction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Computes stored evaluations again, from their own evidence, policy and seed. */
@ApplicationScoped
public class Reproducer {
  private final EvaluationStore store;
  private final Policies policies;

  Reproducer(EvaluationStore store, Policies policies) {
    this.store = store;
    this.policies = policies;
  }

  /** The stored evaluation beside the same, computed now. Fails with NOT_FOUND. */
  Uni<Reproduction> reproduce(String tenant, String name) {
    return store
        .row(tenant, name)
        .flatMap(
            row -> {
              Evaluation then = EvaluationStore.parse(row);
              PolicyName policy = PolicyName.parse(then.getPolicyVersion());
              return policies
                  .get(tenant, policy.policy(), policy.version())
                  .emitOn(Infrastructure.getDefaultWorkerPool())
                  .map(stored -> compare(then, recompute(row, then, stored)));
            });
  }

  private static Evaluation recompute(EvaluationRow row, Evaluation then, StoredPolicy stored) {
    Policy policy = PolicyReader.read(stored.yaml()).policy().orElseThrow();
    Judgement judgement = Judgement.of(policy, EvidenceCodec.decode(row.evidence), then.getSeed());
    Map<String, String> waivers = new HashMap<>();
    for (CheckResult check : then.getChecksList()) {
      waivers.put(check.getCheck(), check.getWaiver());
    }
    Evaluation.Builder now = then.toBuilder().setPolicyDigest(stored.digest());
    EvaluationMapper.judged(now, judgement, policy.confidenceLevel(), waivers);
    return now.build();
  }

  private static Reproduction compare(Evaluation then, Evaluation now) {
    List<String> differences = Differences.of(then, now);
    return Reproduction.newBuilder()
        .setEvaluation(then)
        .setRecomputed(now)
        .setReproduced(differences.isEmpty())
        .addAllDifferences(differences)
        .build();
  }
}
