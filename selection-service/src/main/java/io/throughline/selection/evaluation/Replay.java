package io.throughline.selection.evaluation;

import com.google.protobuf.util.Timestamps;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.policy.Policies;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.policy.StoredPolicy;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.v1.ReplayPolicyRequest;
import io.throughline.selection.v1.ReplayPolicyResponse;
import io.throughline.selection.v1.ReplayedEvaluation;
import io.throughline.server.name.Scope;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a policy would have said of evaluations that were made. */
@ApplicationScoped
public class Replay {
  private static final int DEFAULT_PAGE = 20;
  private static final int LARGEST_PAGE = 100;
  private static final Duration USUAL = Duration.ofDays(90);

  private final EvaluationStore store;
  private final Policies policies;

  Replay(EvaluationStore store, Policies policies) {
    this.store = store;
    this.policies = policies;
  }

  /** A page of evaluations, the oldest first; those of other policies than asked for left out. */
  public Uni<ReplayPolicyResponse> run(String tenant, ReplayPolicyRequest request) {
    if (request.getPolicy().isEmpty() == request.getPolicyYaml().isEmpty()) {
      throw Failure.invalidField("policy", "name a policy or give its text (policy_yaml)");
    }
    int size =
        Math.min(request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize(), LARGEST_PAGE);
    String experiment =
        request.getExperiment().isEmpty() ? "" : Scope.parse(request.getExperiment()).id();
    return policy(tenant, request)
        .flatMap(
            policy ->
                store
                    .after(tenant, begin(request), experiment, size + 1)
                    .flatMap(rows -> page(tenant, request, policy, rows, size)));
  }

  private Uni<Policy> policy(String tenant, ReplayPolicyRequest request) {
    if (request.getPolicy().isEmpty()) {
      return Uni.createFrom().item(PolicyReader.valid(request.getPolicyYaml()));
    }
    PolicyName name = PolicyName.parse(request.getPolicy());
    return policies.get(tenant, name.policy(), name.version()).map(Replay::read);
  }

  private static String begin(ReplayPolicyRequest request) {
    if (!request.getPageToken().isEmpty()) {
      return request.getPageToken();
    }
    Instant since =
        request.hasSince()
            ? Instant.ofEpochMilli(Timestamps.toMillis(request.getSince()))
            : Instant.now().minus(USUAL);
    return UuidV7.first(since).toString();
  }

  private Uni<ReplayPolicyResponse> page(
      String tenant,
      ReplayPolicyRequest request,
      Policy policy,
      List<EvaluationRow> rows,
      int size) {
    return Multi.createFrom()
        .iterable(rows.subList(0, Math.min(size, rows.size())))
        .onItem()
        .transformToUniAndConcatenate(row -> replayed(tenant, request, policy, row))
        .collect()
        .asList()
        .map(
            all -> {
              ReplayPolicyResponse.Builder page = ReplayPolicyResponse.newBuilder();
              all.stream().flatMap(Optional::stream).forEach(page::addEvaluations);
              if (rows.size() > size) {
                page.setNextPageToken(rows.get(size - 1).key.evaluation());
              }
              return page.build();
            });
  }

  private Uni<Optional<ReplayedEvaluation>> replayed(
      String tenant, ReplayPolicyRequest request, Policy policy, EvaluationRow row) {
    Evaluation then = EvaluationStore.parse(row);
    PolicyName by = PolicyName.parse(then.getPolicyVersion());
    String asked = request.getEvaluatedBy();
    if (!asked.isEmpty() && !asked.equals("policies/" + by.policy())) {
      return Uni.createFrom().item(Optional.empty());
    }
    return policies
        .get(tenant, by.policy(), by.version())
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(
            stored -> {
              Judgement now =
                  Judgement.of(
                      policy,
                      KeptEvidence.of(read(stored), EvidenceCodec.decode(row.evidence)).of(policy),
                      then.getSeed());
              return Optional.of(
                  ReplayedEvaluation.newBuilder()
                      .setEvaluation(then.getName())
                      .setCandidate(then.getCandidate())
                      .setEvaluateTime(then.getEvaluateTime())
                      .setPolicyVersion(then.getPolicyVersion())
                      .setVerdict(then.getVerdict())
                      .setReplayedVerdict(Results.verdict(now.decision().verdict()))
                      .setReplayedReason(now.decision().reason())
                      .build());
            });
  }

  private static Policy read(StoredPolicy stored) {
    return PolicyReader.read(stored.yaml()).policy().orElseThrow();
  }
}
