package io.throughline.selection.policy;

import java.util.Optional;

/**
 * The name of a policy, {@code policies/{policy}} for its newest version or {@code
 * policies/{policy}/versions/{version}}.
 *
 * @param policy which policy
 * @param version which version; absent: the newest
 */
public record PolicyName(String policy, Optional<Long> version) {

  /** Parses a name that keeps the rules of the contract. */
  public static PolicyName parse(String name) {
    String[] segments = name.split("/", -1);
    return new PolicyName(
        segments[1],
        segments.length == 4 ? Optional.of(Long.parseLong(segments[3])) : Optional.empty());
  }
}
