package io.throughline.lineage.decision;

import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.CreationRequested;
import io.throughline.lineage.deployment.DeploymentPart;
import io.throughline.lineage.experiment.ExperimentPart;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Writes;
import io.throughline.lineage.registry.RegistryPart;
import io.throughline.lineage.request.Decision;

/** A name that must not exist yet: who asks first gets it. To be mentioned is not to exist. */
final class CreationRule {
  private CreationRule() {}

  static Decision decide(Fact fact, ScopeState state, Writes writes) {
    if (state.isDeclared()) {
      return Decision.refuse(
          ErrorReason.ERROR_REASON_ALREADY_EXISTS,
          "'%s' exists already; choose another name".formatted(fact.scope()));
    }
    state.declare();
    CreationRequested request = fact.event().getCreationRequested();
    switch (request.getSubjectCase()) {
      case EXPERIMENT -> ExperimentPart.declare(fact, request.getExperiment(), writes);
      case REGISTERED_MODEL -> RegistryPart.declare(fact, request.getRegisteredModel(), writes);
      case ENVIRONMENT -> DeploymentPart.declare(fact, request.getEnvironment(), writes);
      case SUBJECT_NOT_SET -> throw new IllegalArgumentException("a creation without a subject");
    }
    return Decision.grant(fact.scope());
  }
}
