package io.throughline.selection.policy;

import java.util.Optional;

/**
 * A rule about one metric that was measured on a dataset.
 *
 * @param id its id within the policy
 * @param role what part it plays in the verdict
 * @param whenMissing what it says where there is too little to look at
 * @param metric the metric
 * @param over what the mean is taken over
 * @param dataset the dataset's name, where the policy names one
 * @param datasetRole the role that the dataset must have; absent: any
 * @param rule what the interval is held against
 * @param minimumCount how many common units or folds there must be at least
 * @param minimumCoverage which share of the dataset's units (or of the folds known of either model)
 *     must be measured on every model that is looked at
 * @param slices into which slices the units are cut, where each is held against the rule
 */
public record MetricCheck(
    String id,
    CheckRole role,
    WhenMissing whenMissing,
    String metric,
    Over over,
    Optional<String> dataset,
    Optional<DatasetRole> datasetRole,
    Rule rule,
    int minimumCount,
    double minimumCoverage,
    Optional<Slices> slices)
    implements Check {

  @Override
  public String subject() {
    return metric;
  }

  @Override
  public boolean compares() {
    return rule.compares();
  }
}
