package io.throughline.selection.policy;

import java.util.Optional;

/**
 * One rule of a policy about one metric.
 *
 * @param id its id within the policy
 * @param metric the metric
 * @param over what the mean is taken over
 * @param dataset the dataset's name, where the policy names one
 * @param role the role that the dataset must have; absent: any
 * @param rule what the interval is held against
 * @param minimumCount how many common units or folds there must be at least
 * @param minimumCoverage which share of the dataset's units (or of the folds known of either model)
 *     must be measured on every model that is looked at
 */
public record Check(
    String id,
    String metric,
    Over over,
    Optional<String> dataset,
    Optional<DatasetRole> role,
    Rule rule,
    int minimumCount,
    double minimumCoverage) {}
