package io.throughline.lineage.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a run can be related to another resource, each a function of filters. */
enum Relation {
  /** It is a part of this run. */
  CHILD_OF("runs"),
  /** It read this dataset. */
  USED_DATASET("datasets"),
  /** It wrote this dataset. */
  PRODUCED_DATASET("datasets"),
  /** It used this model. */
  USED_MODEL("models"),
  /** It produced this model. */
  PRODUCED_MODEL("models"),
  /** It measured this model. */
  MEASURED_MODEL("models"),
  /** A model that it produced is registered under this registered model. */
  REGISTERED_AS("registeredModels"),
  /** A model that it produced was, or is, deployed in this environment. */
  DEPLOYED_IN("environments"),
  /** A model that it produced is live in this environment now. */
  LIVE_IN("environments");

  private final String collection;

  Relation(String collection) {
    this.collection = collection;
  }

  /** The collection that the other end belongs to. */
  String collection() {
    return collection;
  }

  /** The full name of the other end, from its id or its name, seen from a scope. */
  String name(String scope, String id) {
    if (id.isEmpty() || id.indexOf('/') >= 0) {
      return id;
    }
    boolean isScope = collection.equals("registeredModels") || collection.equals("environments");
    return isScope ? collection + "/" + id : scope + "/" + collection + "/" + id;
  }

  static Optional<Relation> of(String function) {
    String word = function.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(r -> r.name().equals(word)).findFirst();
  }

  static Stream<String> functions() {
    return Arrays.stream(values()).map(r -> r.name().toLowerCase(Locale.ROOT));
  }
}
