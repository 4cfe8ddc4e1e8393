package io.throughline.selection.evaluation;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.evidence.Bundle;
import io.throughline.selection.graph.Measurements;
import io.throughline.selection.graph.Models;
import io.throughline.selection.policy.Policies;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.policy.StoredPolicy;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.v1.EvaluateCandidateRequest;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
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

  private final Policies policies;
  private final Models models;
  private final Measurements measurements;
  private final Pinning pinning;
  private final EvaluationStore store;
  private final String codeVersion;

  Evaluator(
      Policies policies,
      Models models,
      Measurements measurements,
      Pinning pinning,
      EvaluationStore store,
      @ConfigProperty(name = "quarkus.application.version") String codeVersion) {
    this.policies = policies;
    this.models = models;
    this.measurements = measurements;
    this.pinning = pinning;
    this.store = store;
    this.codeVersion = codeVersion;
  }

  /** Evaluates, or answers with the evaluation that the request id has got already. */
  Uni<Evaluation> evaluate(String tenant, EvaluateCandidateRequest request) {
    PolicyName name = PolicyName.parse(request.getPolicy());
    return known(tenant, request)
        .flatMap(
            known ->
                known.isPresent()
                    ? Uni.createFrom().item(known.get())
                    : policies
                        .get(tenant, name.policy(), name.version())
                        .flatMap(policy -> evaluate(tenant, request, policy)));
  }

  private Uni<Optional<Evaluation>> known(String tenant, EvaluateCandidateRequest request) {
    return store
        .ofRequest(tenant, request.getRequestId())
        .map(found -> found.map(row -> sameContent(row, request)));
  }

  private static Evaluation sameContent(EvaluationRow row, EvaluateCandidateRequest request) {
    if (!row.requestDigest.equals(RequestDigest.of(request))) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_CONTENT_CHANGED,
              "request_id was used before for another request; use a fresh one")
          .with("request_id", request.getRequestId());
    }
    return EvaluationStore.parse(row);
  }

  private Uni<Evaluation> evaluate(
      String tenant, EvaluateCandidateRequest request, StoredPolicy stored) {
    Policy policy = PolicyReader.read(stored.yaml()).policy().orElseThrow();
    Optional<String> baseline =
        request.getBaseline().isEmpty() ? policy.baseline() : Optional.of(request.getBaseline());
    long seed = request.getSeed() == 0 ? policy.seed() : request.getSeed();
    return read(tenant, request.getCandidate(), baseline, policy, request.getPosition(), 1)
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(bundle -> row(tenant, request, stored, policy, bundle, seed))
        .flatMap(store::add)
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
      String candidate,
      Optional<String> baseline,
      Policy policy,
      String awaited,
      int attempt) {
    return models
        .position(tenant, awaited)
        .flatMap(
            position ->
                pinning
                    .pin(tenant, candidate, baseline, position)
                    .flatMap(
                        contenders ->
                            new Gathering(measurements, tenant, position)
                                .gather(policy, contenders)))
        .flatMap(
            bundle ->
                models
                    .position(tenant, "")
                    .flatMap(
                        now ->
                            now.equals(bundle.position()) || attempt == MOST_READS
                                ? Uni.createFrom().item(bundle)
                                : read(tenant, candidate, baseline, policy, now, attempt + 1)));
  }

  private EvaluationRow row(
      String tenant,
      EvaluateCandidateRequest request,
      StoredPolicy stored,
      Policy policy,
      Bundle bundle,
      long seed) {
    Judgement judgement = Judgement.of(policy, bundle.evidence(), seed);
    Instant now = Instant.now();
    String id = UuidV7.at(now).toString();
    EvaluationRow row = new EvaluationRow();
    row.key =
        new EvaluationRow.Key(
            tenant, ResourceName.parse(bundle.contenders().candidate().name()).scope().id(), id);
    row.candidate = bundle.contenders().candidate().name();
    row.candidateVersion =
        request.getCandidate().equals(row.candidate) ? null : request.getCandidate();
    row.requestId = request.getRequestId().isEmpty() ? null : request.getRequestId();
    row.requestDigest = RequestDigest.of(request);
    row.message =
        EvaluationMapper.message(
                id, stored, bundle, judgement, policy.confidenceLevel(), seed, codeVersion, now)
            .toByteArray();
    row.evidence = EvidenceCodec.encode(bundle.evidence());
    return row;
  }
}
