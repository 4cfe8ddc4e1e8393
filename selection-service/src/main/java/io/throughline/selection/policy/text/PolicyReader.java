package io.throughline.selection.policy.text;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.TrialCheck;
import io.throughline.selection.policy.WhenNoChampion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads a policy's text. */
public final class PolicyReader {
  private static final Pattern ALIAS =
      Pattern.compile("registeredModels/[A-Za-z0-9._-]{1,128}/aliases/[A-Za-z0-9._-]{1,128}");
  private static final Pattern ANYTHING = Pattern.compile("(?s).{1,4096}");
  private static final Map<String, WhenNoChampion> WHEN_NO_CHAMPION =
      new TreeMap<>(Map.of("error", WhenNoChampion.ERROR, "skip", WhenNoChampion.SKIP));
  private static final String WHAT = "a policy is a mapping of keys such as 'policy' and 'checks'";
  private static final int MAX_CHECKS = 100;
  private static final int MAX_SUCCESSES = 10;
  private static final double LEAST_LEVEL = 0.5;
  private static final double LEVEL = 0.95;
  private static final double MOST_LEVEL = 0.999;

  private PolicyReader() {}

  /** The policy that the text says, or every fault of it. */
  public static Reading read(String text) {
    List<Fault> faults = new ArrayList<>();
    Optional<Policy> policy = YamlText.fields(text, WHAT, faults).flatMap(PolicyReader::read);
    faults.sort(Comparator.comparingInt(Fault::line));
    return new Reading(policy.filter(read -> faults.isEmpty()), List.copyOf(faults));
  }

  /** The policy that the text says. Throws POLICY_INVALID with every fault. */
  public static Policy valid(String text) {
    Reading reading = read(text);
    return reading.policy().orElseThrow(() -> Faults.failure("the policy is", reading.faults()));
  }

  private static Optional<Policy> read(Fields fields) {
    fields.require("policy", "name the policy");
    Optional<String> id = fields.text("policy", CheckReader.ID, CheckReader.ID_RULE);
    fields.text("description", ANYTHING, "a text of at most 4,096 characters");
    Optional<String> baseline =
        fields.text("baseline", ALIAS, "an alias's name (registeredModels/{id}/aliases/{id})");
    double level = fields.number("confidence_level").flatMap(l -> level(fields, l)).orElse(LEVEL);
    long seed = fields.whole("seed", 1, Long.MAX_VALUE).orElse(1L);
    WhenNoChampion whenNoChampion =
        fields.choice("when_no_champion", WHEN_NO_CHAMPION).orElse(WhenNoChampion.ERROR);
    int approvals = fields.whole("approvals", 0, 10).map(Long::intValue).orElse(0);
    List<Fields> entries = entries(fields);
    List<Check> checks = checks(entries);
    if (entries.stream().anyMatch(CheckReader::compares) && !fields.has("baseline")) {
      fields.require("baseline", "a check compares, so name the alias of the champion");
    }
    if (checks.size() == entries.size() && checks.stream().noneMatch(PolicyReader::decides)) {
      fields.wrong(
          "checks",
          "no check can carry a PASS; one at least must hold a metric or a trial as"
              + " success or guardrail");
    }
    if (checks.stream().filter(check -> check.role() == CheckRole.SUCCESS).count()
        > MAX_SUCCESSES) {
      fields.wrong(
          "checks",
          "more than %d successes share one alpha; make some informational"
              .formatted(MAX_SUCCESSES));
    }
    fields.refuseOthers();
    return id.map(
        name -> new Policy(name, baseline, level, seed, whenNoChampion, approvals, checks));
  }

  private static boolean decides(Check check) {
    boolean measured = check instanceof MetricCheck || check instanceof TrialCheck;
    return measured && (check.role() == CheckRole.SUCCESS || check.role() == CheckRole.GUARDRAIL);
  }

  private static Optional<Double> level(Fields fields, double level) {
    return level >= LEAST_LEVEL && level <= MOST_LEVEL
        ? Optional.of(level)
        : fields.wrong(
            "confidence_level", "expected from %s to %s".formatted(LEAST_LEVEL, MOST_LEVEL));
  }

  private static List<Fields> entries(Fields fields) {
    List<Fields> entries = fields.mappings("checks", MAX_CHECKS);
    if (!fields.has("checks")) {
      fields.require("checks", "a policy without checks decides nothing");
    } else if (entries.isEmpty()) {
      fields.wrong("checks", "empty; a policy without checks decides nothing");
    }
    return entries;
  }

  private static List<Check> checks(List<Fields> entries) {
    List<Check> checks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Fields entry : entries) {
      entry
          .raw("id")
          .filter(id -> !ids.add(id))
          .ifPresent(id -> entry.wrong("id", "'%s' is taken; ids are unique".formatted(id)));
      CheckReader.read(entry).ifPresent(checks::add);
    }
    return checks;
  }
}
