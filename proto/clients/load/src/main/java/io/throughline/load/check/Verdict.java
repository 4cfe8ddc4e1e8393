package io.throughline.load.check;

import io.throughline.load.check.Violation.Promise;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a check found: what was looked at, and every broken promise with its evidence. */
public final class Verdict {
  private static final int MOST_SHOWN = 20;

  private final Map<String, Object> looked = new LinkedHashMap<>();
  private final Map<Promise, List<Violation>> violations = new EnumMap<>(Promise.class);

  void looked(String what, Object howMuch) {
    looked.put(what, howMuch);
  }

  void violated(Promise promise, String evidence, Object... arguments) {
    violations
        .computeIfAbsent(promise, any -> new ArrayList<>())
        .add(new Violation(promise, evidence.formatted(arguments)));
  }

  /** Whether every promise was kept. */
  public boolean holds() {
    return violations.isEmpty();
  }

  /** How much was looked at, by name. */
  public Map<String, Object> looked() {
    return looked;
  }

  /** Every broken promise. */
  public List<Violation> violations() {
    return violations.values().stream().flatMap(List::stream).toList();
  }

  /** For people: what was looked at, what is broken, and one line that says whether all holds. */
  public String text() {
    StringBuilder text = new StringBuilder();
    looked.forEach((what, howMuch) -> text.append("%-34s %s%n".formatted(what, howMuch)));
    violations.forEach(
        (promise, all) -> {
          text.append("BROKEN %s, %d times:%n".formatted(promise, all.size()));
          text.append(
              all.stream()
                  .limit(MOST_SHOWN)
                  .map(each -> "  " + each.evidence() + System.lineSeparator())
                  .collect(Collectors.joining()));
        });
    return text.append(holds() ? "CONSISTENT" : "INCONSISTENT").toString();
  }
}
