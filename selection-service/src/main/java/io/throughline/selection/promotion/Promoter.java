package io.throughline.selection.promotion;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.lineage.v1.Alias;
import io.throughline.selection.evaluation.EvaluationStore;
import io.throughline.selection.graph.Registry;
import io.throughline.selection.v1.Clearance;
import io.throughline.selection.v1.PromoteCandidateRequest;
import io.throughline.selection.v1.Promotion;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Promotes candidates whose evaluation passed, or was let through by waivers. */
@ApplicationScoped
public class Promoter {
  private static final String CHAMPION = "champion";

  private static final Logger LOG = Logger.getLogger(Promoter.class);

  private final EvaluationStore evaluations;
  private final Clearances clearances;
  private final Registry registry;
  private final Aftermath aftermath;

  Promoter(
      EvaluationStore evaluations, Clearances clearances, Registry registry, Aftermath aftermath) {
    this.evaluations = evaluations;
    this.clearances = clearances;
    this.registry = registry;
    this.aftermath = aftermath;
  }

  Uni<Promotion> promote(String tenant, PromoteCandidateRequest request) {
    return evaluations
        .row(tenant, request.getEvaluation())
        .flatMap(
            row -> {
              Evaluation evaluation = EvaluationStore.parse(row);
              return clearances
                  .of(tenant, evaluation)
                  .flatMap(
                      clearance -> {
                        require(evaluation, clearance);
                        ResourceName alias = alias(evaluation);
                        return version(tenant, request, evaluation, alias, row.namedVersion())
                            .flatMap(
                                version ->
                                    promote(tenant, request, evaluation, clearance, version));
                      });
            });
  }

  private static void require(Evaluation evaluation, Clearance clearance) {
    if (clearance.getCleared()) {
      return;
    }
    boolean approvals = evaluation.getVerdict() == Verdict.VERDICT_PASS || clearance.getWaived();
    throw Failure.of(
            approvals
                ? ErrorReason.ERROR_REASON_APPROVALS_MISSING
                : ErrorReason.ERROR_REASON_NOT_PASSED,
            clearance.getReason())
        .with("verdict", word(evaluation.getVerdict()))
        .resource("evaluation", evaluation.getName());
  }

  private static ResourceName alias(Evaluation evaluation) {
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
      String tenant,
      PromoteCandidateRequest request,
      Evaluation evaluation,
      Clearance clearance,
      String version) {
    if (clearance.getWaived()) {
      String reason = clearance.getReason().replaceAll("\\s+", " ");
      LOG.warnf("Promoting %s on %s: %s", version, evaluation.getName(), reason);
    }
    return registry
        .promote(
            tenant,
            request.getRequestId(),
            version,
            evaluation.getChampionVersion(),
            evaluation.getName(),
            clearance.getWaiversList())
        .map(alias -> promotion(request, evaluation, clearance, version, alias))
        .call(promotion -> aftermath.of(tenant, request, evaluation, promotion));
  }

  /** What this promotion did; the alias may have been moved on by others since. */
  private static Promotion promotion(
      PromoteCandidateRequest request,
      Evaluation evaluation,
      Clearance clearance,
      String version,
      Alias alias) {
    return Promotion.newBuilder()
        .setEvaluation(evaluation.getName())
        .setAlias(alias.getName())
        .setModelVersion(version)
        .setPreviousVersion(evaluation.getChampionVersion())
        .setPosition(alias.getPosition())
        .addAllWaivers(clearance.getWaiversList())
        .setDeployment(request.getDeployment().getName())
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

  static String word(Verdict verdict) {
    return verdict.name().substring("VERDICT_".length());
  }
}
