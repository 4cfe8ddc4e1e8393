package io.throughline.server.name;

import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of resources that have a name, each with its collection and the kind of scope in which
 * it lives.
 */
public enum ResourceKind {
  EXPERIMENT(Scope.Kind.EXPERIMENT, ""),
  EXPECTATION(Scope.Kind.EXPERIMENT, "expectations"),
  RUN(Scope.Kind.EXPERIMENT, "runs"),
  INSIGHT(Scope.Kind.EXPERIMENT, "insights"),
  FIGURE(Scope.Kind.EXPERIMENT, "figures"),
  ARTIFACT(Scope.Kind.EXPERIMENT, "artifacts"),
  DATASET(Scope.Kind.EXPERIMENT, "datasets"),
  MODEL(Scope.Kind.EXPERIMENT, "models"),
  EVALUATION(Scope.Kind.EXPERIMENT, "evaluations"),
  WAIVER(Scope.Kind.EXPERIMENT, "waivers"),
  APPROVAL(Scope.Kind.EXPERIMENT, "approvals"),
  REGISTERED_MODEL(Scope.Kind.REGISTERED_MODEL, ""),
  MODEL_VERSION(Scope.Kind.REGISTERED_MODEL, "versions"),
  ALIAS(Scope.Kind.REGISTERED_MODEL, "aliases"),
  ENVIRONMENT(Scope.Kind.ENVIRONMENT, ""),
  DEPLOYMENT(Scope.Kind.ENVIRONMENT, "deployments"),
  TRIAL(Scope.Kind.ENVIRONMENT, "trials"),
  POPULATION(Scope.Kind.POPULATION, "");

  private final Scope.Kind scopeKind;
  private final String collection;

  ResourceKind(Scope.Kind scopeKind, String collection) {
    this.scopeKind = scopeKind;
    this.collection = collection;
  }

  /** The kind of scope in which resources of this kind live. */
  public Scope.Kind scopeKind() {
    return scopeKind;
  }

  /** The third segment of the name; empty where the resource is its own scope. */
  public String collection() {
    return collection;
  }

  static Optional<ResourceKind> of(Scope.Kind scopeKind, String collection) {
    return Arrays.stream(values())
        .filter(kind -> kind.scopeKind == scopeKind && kind.collection.equals(collection))
        .findFirst();
  }
}
