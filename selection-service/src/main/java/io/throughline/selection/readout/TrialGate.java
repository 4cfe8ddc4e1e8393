package io.throughline.selection.readout;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.selection.evaluation.TrialReader;
import io.throughline.selection.evidence.Evidence;
import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.graph.Models;
import io.throughline.selection.observation.Following;
import io.throughline.selection.observation.ObservedTrial;
import io.throughline.selection.observation.Trials;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.trial.Phase;
import io.throughline.selection.trial.TrialPlan;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads trials for the checks of a gate, by the models that their arms run. */
@ApplicationScoped
public class TrialGate implements TrialReader {
  private final Trials trials;
  private final Following following;
  private final Models models;

  TrialGate(Trials trials, Following following, Models models) {
    this.trials = trials;
    this.following = following;
    this.models = models;
  }

  @Override
  public Uni<Evidence> read(
      String tenant,
      String trial,
      String candidate,
      String champion,
      TrialCheck check,
      String position) {
    return following
        .await(position)
        .chain(() -> trials.now(tenant, trial))
        .chain(
            observed ->
                models(tenant, observed.plan(), position)
                    .map(
                        running ->
                            evidence(
                                observed,
                                running,
                                candidate,
                                champion,
                                check,
                                Instant.now().toEpochMilli())))
        .onFailure(TrialGate::unknown)
        .recoverWithItem(
            unknown ->
                missing(
                    check,
                    "there is no trial '%s'".formatted(trial),
                    "correct its name, or declare it"));
  }

  private static boolean unknown(Throwable failed) {
    return failed instanceof Failure failure
        && failure.reason() == ErrorReason.ERROR_REASON_NOT_FOUND;
  }

  private Uni<Map<String, String>> models(String tenant, TrialPlan plan, String position) {
    Map<String, String> running = new HashMap<>();
    return Multi.createFrom()
        .iterable(plan.deployments())
        .onItem()
        .transformToUniAndConcatenate(
            deployment ->
                models
                    .deployed(tenant, deployment, position)
                    .invoke(model -> model.ifPresent(name -> running.put(deployment, name))))
        .collect()
        .asList()
        .replaceWith(running);
  }

  /**
   * What a trial says.
   *
   * @param running the model that each deployment runs
   * @param asOf the instant that tells mature units from others, in milliseconds
   */
  static Evidence evidence(
      ObservedTrial trial,
      Map<String, String> running,
      String candidate,
      String champion,
      TrialCheck check,
      long asOf) {
    if (trial.plan().controlArm().isEmpty()) {
      return Evidence.of(
          check.id(),
          new Obstacle(
              ReasonCode.TRIAL_UNHEALTHY,
              "the control '%s' of '%s' is none of its arms"
                  .formatted(trial.plan().control(), trial.plan().name()),
              "begin the trial anew under another name, with an arm as its control"));
    }
    Optional<String> treatment = arm(trial.plan(), running, candidate);
    Optional<String> control =
        champion.isEmpty()
            ? Optional.of(trial.plan().control())
            : arm(trial.plan(), running, champion);
    if (treatment.isEmpty() || control.isEmpty() || treatment.equals(control)) {
      return missing(
          check,
          "no arm of '%s' runs %s".formatted(trial.plan().name(), absent(treatment, champion)),
          "name a trial in which the candidate runs beside the champion");
    }
    return new TrialEvidence(trial, treatment.get(), control.get(), asOf).of(check);
  }

  private static String absent(Optional<String> treatment, String champion) {
    return treatment.isEmpty() ? "the candidate" : "the champion '%s'".formatted(champion);
  }

  private static Optional<String> arm(TrialPlan plan, Map<String, String> running, String model) {
    return plan.phases().stream()
        .flatMap(phase -> phase.arms().stream())
        .filter(arm -> model.equals(running.get(arm.deployment())))
        .map(Phase.TrialArm::id)
        .findFirst();
  }

  private static Evidence missing(TrialCheck check, String message, String nextStep) {
    return Evidence.of(check.id(), new Obstacle(ReasonCode.TRIAL_MISSING, message, nextStep));
  }
}
