package io.throughline.lineage.decision;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What decisions in one scope depend on, as of the fact that is being decided. */
final class ScopeState {

  /**
   * What an alias points to.
   *
   * @param version the version's number
   * @param since the instance of the edge that says so
   */
  record Target(long version, long since) {}

  private final Map<String, Target> aliases = new HashMap<>();
  private final Set<String> decided = new HashSet<>();
  private boolean declared;
  private long lastVersion;

  boolean isDeclared() {
    return declared;
  }

  void declare() {
    declared = true;
  }

  long lastVersion() {
    return lastVersion;
  }

  void setLastVersion(long number) {
    lastVersion = number;
  }

  /** Versions are numbered without gaps, and never deleted. */
  boolean hasVersion(long number) {
    return number >= 1 && number <= lastVersion;
  }

  /** What an alias points to; null where it does not exist. */
  Target alias(String name) {
    return aliases.get(name);
  }

  void point(String alias, Target target) {
    aliases.put(alias, target);
  }

  /** Whether the request has no outcome yet; from now on it has one. */
  boolean isFirst(String requestId) {
    return decided.add(requestId);
  }
}
