package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.evaluation.EvaluationMapper.Circumstances;
import io.throughline.selection.evidence.Bundle;
import io.throughline.selection.graph.Measurements;
import io.throughline.selection.graph.Models;
import io.throughline.selection.graph.Provenances;
import io.throughline.selection.policy.Policies;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.policy.StoredPolicy;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.server.access.Caller;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Evaluates candidates. The evidence is bound to a position: the graph's position is read first,
 * every read waits for it, and it is read again at the end. Where it has not moved, the evidence is
 * that of the position exactly; where it has, everything is read once more, and after the third
 * time the position is the last one from which everything was read: what came later may be in the
 * evidence, too. The evidence is kept, so the evaluation can be recomputed from it either way.
 */
@ApplicationScoped
public class Evaluator {
  private static final int MOST_READS = 3;
  private static final String DRY_RUN = "dry-run";

  private final Policies policies;
  private final Models models;
  private final Gathering.Sources sources;
  private final Pinning pinning;
  private final WaiverLookup waivers;
  private final EvaluationStore store;
  private final String codeVersion;

  Evaluator(
      Policies policies,
      Models models,
      Measurements measurements,
      Provenances provenances,
      Instance<TrialReader> trials,
      Pinning pinning,
      WaiverLookup waivers,
      EvaluationStore store,
      @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
    this.policies = policies;
    this.models = models;
    this.sources =
        new Gathering.Sources(
            measurements,
            provenances,
            trials.isResolvable() ? Optional.of(trials.get()) : Optional.empty());
    this.pinning = pinning;
    this.waivers = waivers;
    this.store = store;
    this.codeVersion = codeVersion;
  }

  /** Evaluates, or answers with the evaluation that the request id has got already. */
  Uni<Evaluation> evaluate(Caller caller, EvaluateCandidateRequest request) {
    String tenant = caller.oneTenant();
    if (request.getDryRun()) {
      return policy(tenant, request)
          .flatMap(policy -> compute(caller, request, policy))
          .map(EvaluationStore::parse);
    }
    return known(tenant, request)
        .flatMap(
            known ->
                known.isPresent()
                    ? Uni.createFrom().item(known.get())
                    : policy(tenant, request)
                        .flatMap(policy -> compute(caller, request, policy))
                        .flatMap(row -> add(tenant, request, row)));
  }

  private Uni<StoredPolicy> policy(String tenant, EvaluateCandidateRequest request) {
    if (request.getPolicyYaml().isEmpty()) {
      PolicyName name = PolicyName.parse(request.getPolicy());
      return policies.get(tenant, name.policy(), name.version());
    }
    String text = request.getPolicyYaml();
    Policy policy = PolicyReader.valid(text);
    return Uni.createFrom()
        .item(new StoredPolicy(policy.id(), 1, Policies.digest(text), text, "", Instant.EPOCH));
  }

  private Uni<Optional<Evaluation>> known(String tenant, EvaluateCandidateRequest request) {
    return store
        .ofRequest(tenant, request.getRequestId())
        .map(found -> found.map(row -> sameContent(row, request)));
  }

  private static Evaluation sameContent(EvaluationRow row, EvaluateCandidateRequest request) {
    if (!row.requestDigest.equals(RequestDigest.of(content(request)))) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_CONTENT_CHANGED,
              "request_id was used before for another request; use a fresh one")
          .with("request_id", request.getRequestId());
    }
    return EvaluationStore.parse(row);
  }

  private Uni<EvaluationRow> compute(
      Caller caller, EvaluateCandidateRequest request, StoredPolicy stored) {
    String tenant = caller.oneTenant();
    Policy policy = PolicyReader.read(stored.yaml()).policy().orElseThrow();
    Optional<String> baseline =
        request.getBaseline().isEmpty() ? policy.baseline() : Optional.of(request.getBaseline());
    long seed = request.getSeed() == 0 ? policy.seed() : request.getSeed();
    return read(tenant, request, baseline, policy, request.getPosition(), 1)
        .flatMap(
            bundle ->
                waivers
                    .inForce(tenant, policy.id(), bundle.contenders().candidate().name())
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .map(
                        waived -> {
                          Instant now = Instant.now();
                          String id = request.getDryRun() ? DRY_RUN : UuidV7.at(now).toString();
                          return row(
                              tenant,
                              request,
                              bundle,
                              new Circumstances(
                                  id,
                                  stored,
                                  policy,
                                  seed,
                                  codeVersion,
                                  now,
                                  caller.subject(),
                                  request.getTrial(),
                                  waived));
                        }));
  }

  private Uni<Evaluation> add(String tenant, EvaluateCandidateRequest request, EvaluationRow row) {
    return store
        .add(row)
        // Somebody else with the same request id was faster: theirs is the answer.
        .onFailure()
        .recoverWithUni(
            failed ->
                known(tenant, request)
                    .flatMap(
                        found ->
                            found.isPresent()
                                ? Uni.createFrom().item(found.get())
                                : Uni.createFrom().failure(failed)));
  }

  private Uni<Bundle> read(
      String tenant,
      EvaluateCandidateRequest request,
      Optional<String> baseline,
      Policy policy,
      String awaited,
      int attempt) {
    return models
        .position(tenant, awaited)
        .flatMap(
            position ->
                pinning
                    .pin(tenant, request.getCandidate(), baseline, position)
                    .flatMap(
                        contenders ->
                            new Gathering(sources, tenant, position, request.getTrial())
                                .gather(policy, contenders)))
        .flatMap(
            bundle ->
                models
                    .position(tenant, "")
                    .flatMap(
                        now ->
                            now.equals(bundle.position()) || attempt == MOST_READS
                                ? Uni.createFrom().item(bundle)
                                : read(tenant, request, baseline, policy, now, attempt + 1)));
  }

  private static EvaluationRow row(
      String tenant, EvaluateCandidateRequest request, Bundle bundle, Circumstances how) {
    Judgement judgement = Judgement.of(how.policy(), bundle.evidence(), how.seed());
    String candidate = bundle.contenders().candidate().name();
    EvaluationRow row = new EvaluationRow();
    row.key = new EvaluationRow.Key(tenant, ResourceName.parse(candidate).scope().id(), how.id());
    row.candidate = candidate;
    row.candidateVersion =
        request.getCandidate().equals(row.candidate) ? null : request.getCandidate();
    row.requestId = request.getRequestId().isEmpty() ? null : request.getRequestId();
    row.requestDigest = RequestDigest.of(content(request));
    row.message = EvaluationMapper.message(how, bundle, judgement).toByteArray();
    row.evidence = EvidenceCodec.encode(bundle.evidence());
    return row;
  }

  /** What makes two requests the same: all but how long they wait. */
  private static EvaluateCandidateRequest content(EvaluateCandidateRequest request) {
    return request.toBuilder().clearPosition().build();
  }
}
