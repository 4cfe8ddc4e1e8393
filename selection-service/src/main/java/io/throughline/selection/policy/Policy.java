package io.throughline.selection.policy;

import java.util.List;
import java.util.Optional;

/**
 * The rules of a promotion gate. What each check counts for is its role's matter.
 *
 * @param id which policy it is
 * @param baseline the alias that names the champion; present where a check compares
 * @param confidenceLevel the level of every interval, two-sided
 * @param seed the seed of everything random
 * @param whenNoChampion what becomes of comparing checks without a champion
 * @param approvals how many people other than the author must approve before a promotion
 * @param checks at least one, in the order of the text
 */
public record Policy(
    String id,
    Optional<String> baseline,
    double confidenceLevel,
    long seed,
    WhenNoChampion whenNoChampion,
    int approvals,
    List<Check> checks) {

  public Policy {
    checks = List.copyOf(checks);
  }

  /** Whether a check compares with the champion. */
  public boolean compares() {
    return checks.stream().anyMatch(Check::compares);
  }
}
