package io.throughline.local.fault;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What promotions of one alias were asked and answered, and when. It is linearisable where one
 * order of all operations exists in which each takes effect at once, somewhere between its question
 * and its answer: a granted promotion replaces exactly the champion that it had pinned, a refused
 * one finds that another has replaced it, and a reading sees whoever is the champion. A version is
 * promoted at most once, so this order of the granted ones is the chain that they form, and the
 * whole is an acyclic graph or none.
 *
 * @param first the champion before all of them
 * @param operations in any order
 */
record PromotionHistory(String first, List<Operation> operations) {

  /** What an operation came to. */
  enum Kind {
    /** It saw the champion {@code seen}. */
    READ,
    /** {@code version} took the place of the champion {@code seen}. */
    GRANTED,
    /** STALE_BASELINE: the champion was not {@code seen} any more. */
    STALE
  }

  /**
   * One operation.
   *
   * @param kind what it came to
   * @param seen the champion that it saw or had pinned
   * @param version which version was to become the champion; empty for a reading
   * @param asked when, in nanoseconds of a clock that never goes back
   * @param answered when
   */
  record Operation(Kind kind, String seen, String version, long asked, long answered) {}

  /**
   * Everything that cannot be.
   *
   * @param moves to whom the alias pointed from first to last, as the registry tells it
   */
  List<String> violations(List<String> moves) {
    List<String> violations = new ArrayList<>();
    Map<String, Operation> replacing = replacing(violations);
    List<Operation> chain = new ArrayList<>();
    List<String> champions = new ArrayList<>(List.of(first));
    Set<String> met = new HashSet<>(champions);
    for (Operation next = replacing.get(first); next != null; ) {
      if (!met.add(next.version())) {
        violations.add("became the champion twice: " + next);
        break;
      }
      chain.add(next);
      champions.add(next.version());
      next = replacing.get(next.version());
    }
    replacing.values().stream()
        .filter(granted -> !chain.contains(granted))
        .forEach(granted -> violations.add("replaced a champion that never was one: " + granted));
    if (!champions.equals(moves)) {
      violations.add("the registry tells of %s, the answers of %s".formatted(moves, champions));
    }
    if (violations.isEmpty()) {
      order(chain, violations);
    }
    return violations;
  }

  /** The granted promotions by the champion whose place they took. */
  private Map<String, Operation> replacing(List<String> violations) {
    Map<String, Operation> replacing = new HashMap<>();
    for (Operation operation : operations) {
      if (operation.kind() == Kind.GRANTED) {
        Operation other = replacing.putIfAbsent(operation.seen(), operation);
        if (other != null) {
          violations.add("replaced the same champion: %s and %s".formatted(other, operation));
        }
      }
    }
    return replacing;
  }

  /** Sorts topologically what must precede what; what is left over can have no order. */
  private void order(List<Operation> chain, List<String> violations) {
    int count = operations.size();
    List<Set<Integer>> after = new ArrayList<>();
    operations.forEach(operation -> after.add(new HashSet<>()));
    Map<String, Integer> made = new HashMap<>();
    Map<String, Integer> replaced = new HashMap<>();
    for (Operation granted : chain) {
      made.put(granted.version(), operations.indexOf(granted));
      replaced.put(granted.seen(), operations.indexOf(granted));
    }
    for (int i = 0; i < count; i++) {
      Operation one = operations.get(i);
      if (!one.seen().equals(first) && !made.containsKey(one.seen())) {
        violations.add("saw a champion that never was one: " + one);
        return;
      }
      Integer maker = made.get(one.seen());
      if (maker != null) {
        after.get(maker).add(i);
      }
      Integer replacer = replaced.get(one.seen());
      if (one.kind() == Kind.STALE && replacer == null) {
        violations.add("was refused, though nobody took the champion's place: " + one);
        return;
      }
      if (one.kind() == Kind.STALE) {
        after.get(replacer).add(i);
      } else if (replacer != null && replacer != i) {
        after.get(i).add(replacer);
      }
      for (int j = 0; j < count; j++) {
        if (one.answered() < operations.get(j).asked()) {
          after.get(i).add(j);
        }
      }
    }
    List<Operation> unordered = unordered(after);
    if (!unordered.isEmpty()) {
      violations.add("there is no order for " + unordered);
    }
  }

  private List<Operation> unordered(List<Set<Integer>> after) {
    int[] before = new int[operations.size()];
    after.forEach(those -> those.forEach(j -> before[j]++));
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < before.length; i++) {
      if (before[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      for (int j : after.get(ready.poll())) {
        if (--before[j] == 0) {
          ready.add(j);
        }
      }
    }
    List<Operation> unordered = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      if (before[i] > 0) {
        unordered.add(operations.get(i));
      }
    }
    return unordered;
  }
}
