package io.throughline.lineage.projection;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What earlier groups of a partition have left in the graph, as far as this follower remembers: it
 * need not be written again. Bounded; forgetting only costs time. What a group leaves counts only
 * when the next group begins where it ended, since then it was committed.
 */
final class Memory {
  private static final int MAX_KNOWN = 100_000;

  private final Set<String> known = new HashSet<>();
  private final Map<String, Long> knownSince = new HashMap<>();
  private final Set<String> staged = new HashSet<>();
  private final Map<String, Long> stagedSince = new HashMap<>();
  private long from = -1;
  private long to = -1;

  /**
   * A group begins.
   *
   * @param first the position of its first batch
   * @param last the position of its last batch
   */
  void begin(long first, long last) {
    if (to >= 0 && first == to + 1) {
      known.addAll(staged);
      knownSince.putAll(stagedSince);
      if (known.size() + knownSince.size() > MAX_KNOWN) {
        forget();
      }
    } else if (first != from) {
      forget();
    }
    staged.clear();
    stagedSince.clear();
    from = first;
    to = last;
  }

  /** Forgets everything, also what this group has left so far. */
  void forget() {
    known.clear();
    knownSince.clear();
    staged.clear();
    stagedSince.clear();
  }

  /** Whether nothing is known of this yet; from now on it is. */
  boolean isNew(String what) {
    return !known.contains(what) && staged.add(what);
  }

  /** Whether this is not known to hold since then or earlier; from now on it is. */
  boolean isEarlier(String what, long since) {
    Long earliest = stagedSince.getOrDefault(what, knownSince.get(what));
    if (earliest != null && earliest <= since) {
      return false;
    }
    stagedSince.put(what, since);
    return true;
  }
}
