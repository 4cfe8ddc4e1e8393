package io.throughline.selection.observation;

import java.util.Optional;

/**
 * A bucket of a population, as the journal's scope names it.
 *
 * @param tenant whose it is
 * @param population the population's name
 * @param bucket the bucket, from 0
 */
record Home(String tenant, String population, int bucket) {
  private static final String BUCKETS = "/buckets/";

  /** The bucket of a scope; empty where the scope is of another kind. */
  static Optional<Home> of(String tenant, String scope) {
    int at = scope.indexOf(BUCKETS);
    return at < 0
        ? Optional.empty()
        : Optional.of(
            new Home(
                tenant,
                scope.substring(0, at),
                Integer.parseInt(scope.substring(at + BUCKETS.length()))));
  }

  /** The bucket's number over all populations. */
  int id(int population) {
    return population * Dictionary.BUCKETS + bucket;
  }
}
