package io.throughline.selection.evidence;

import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.Over;
import java.util.Set;

/**
 * That a metric was measured on a dataset.
 *
 * @param metric the metric
 * @param dataset the dataset
 * @param roles the roles in which runs have used the dataset
 * @param over whether by unit or by fold
 */
public record Measured(String metric, String dataset, Set<DatasetRole> roles, Over over) {

  public Measured {
    roles = Set.copyOf(roles);
  }

  /** Whether the dataset was never used but for judging. */
  public boolean untouched() {
    return roles.equals(Set.of(DatasetRole.JUDGEMENT));
  }
}
