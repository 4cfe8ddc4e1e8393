package io.throughline.selection.promotion;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.lineage.v1.Alias;
import io.throughline.selection.evaluation.EvaluationStore;
import io.throughline.selection.graph.Registry;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Promotes candidates whose evaluation passed. */
@ApplicationScoped
public class Promoter {
  private static final String CHAMPION = "champion";

  private final EvaluationStore evaluations;
  private final Registry registry;

  Promoter(EvaluationStore evaluations, Registry registry) {
    this.evaluations = evaluations;
    this.registry = registry;
  }

  Uni<Promotion> promote(String tenant, PromoteCandidateRequest request) {
    return evaluations
        .row(tenant, request.getEvaluation())
        .flatMap(
            row -> {
              Evaluation evaluation = EvaluationStore.parse(row);
              ResourceName alias = alias(evaluation);
              return version(tenant, request, evaluation, alias, row.namedVersion())
                  .flatMap(version -> promote(tenant, request, evaluation, version));
            });
  }

  private static ResourceName alias(Evaluation evaluation) {
    if (evaluation.getVerdict() != Verdict.VERDICT_PASS) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_NOT_PASSED,
              "only a PASS promotes, but the verdict is %s: %s"
                  .formatted(word(evaluation.getVerdict()), evaluation.getReason()))
          .with("verdict", word(evaluation.getVerdict()))
          .resource("evaluation", evaluation.getName());
    }
    if (evaluation.getBaseline().isEmpty()) {
      throw unsuitable(
          "the evaluation has no baseline, so nothing says which registered model's champion the"
              + " candidate should become; give the policy a baseline");
    }
    ResourceName alias = ResourceName.parse(evaluation.getBaseline(), ResourceKind.ALIAS);
    if (!alias.id().equals(CHAMPION)) {
      throw unsuitable(
          "the evaluation compared with the alias '%s', and only the alias '%s' is promoted to"
              .formatted(alias.id(), CHAMPION));
    }
    return alias;
  }

  private Uni<String> version(
      String tenant,
      PromoteCandidateRequest request,
      Evaluation evaluation,
      ResourceName alias,
      Optional<String> named) {
    String registeredModel = alias.scope().toString();
    String asked = request.getModelVersion();
    if (!asked.isEmpty() || named.isPresent()) {
      String version = asked.isEmpty() ? named.get() : asked;
      if (!version.startsWith(registeredModel + "/")) {
        throw unsuitable(
            "'%s' is no version of '%s', whose champion was compared with"
                .formatted(version, registeredModel));
      }
      return registry
          .modelOf(tenant, version)
          .invoke(model -> requireSame(version, model, evaluation.getCandidate()))
          .replaceWith(version);
    }
    return registry
        .versionOf(tenant, evaluation.getCandidate(), registeredModel)
        .flatMap(
            found ->
                found.isPresent()
                    ? Uni.createFrom().item(found.get())
                    : registry.createVersion(
                        tenant,
                        derived(tenant, evaluation.getCandidate(), registeredModel),
                        registeredModel,
                        evaluation.getCandidate()));
  }

  private static void requireSame(String version, String model, String candidate) {
    if (!model.equals(candidate)) {
      throw unsuitable(
          "'%s' names the model '%s', but the evaluation is about '%s'"
              .formatted(version, model, candidate));
    }
  }

  private Uni<Promotion> promote(
      String tenant, PromoteCandidateRequest request, Evaluation evaluation, String version) {
    return registry
        .promote(
            tenant,
            request.getRequestId(),
            version,
            evaluation.getChampionVersion(),
            evaluation.getName())
        .map(alias -> promotion(evaluation, alias));
  }

  private static Promotion promotion(Evaluation evaluation, Alias alias) {
    return Promotion.newBuilder()
        .setEvaluation(evaluation.getName())
        .setAlias(alias.getName())
        .setModelVersion(alias.getModelVersion())
        .setPreviousVersion(evaluation.getChampionVersion())
        .setPosition(alias.getPosition())
        .build();
  }

  /** One id for one candidate, so that repeated or concurrent promotions create one version. */
  private static String derived(String tenant, String candidate, String registeredModel) {
    String text = String.join("\n", "version", tenant, candidate, registeredModel);
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Failure unsuitable(String message) {
    return Failure.of(ErrorReason.ERROR_REASON_STATE_UNSUITABLE, message);
  }

  private static String word(Verdict verdict) {
    return verdict.name().substring("VERDICT_".length());
  }
}
