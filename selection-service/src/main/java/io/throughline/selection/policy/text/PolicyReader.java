package io.throughline.selection.policy.text;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.Policy;
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
import org.yaml.snakeyaml.nodes.MappingNode;

/** Reads a policy's text. */
public final class PolicyReader {
  private static final Pattern ALIAS =
      Pattern.compile("registeredModels/[A-Za-z0-9._-]{1,128}/aliases/[A-Za-z0-9._-]{1,128}");
  private static final Pattern ANYTHING = Pattern.compile("(?s).{1,4096}");
  private static final Map<String, WhenNoChampion> WHEN_NO_CHAMPION =
      new TreeMap<>(Map.of("error", WhenNoChampion.ERROR, "skip", WhenNoChampion.SKIP));
  private static final int MAX_CHECKS = 100;
  private static final double LEAST_LEVEL = 0.5;
  private static final double LEVEL = 0.95;
  private static final double MOST_LEVEL = 0.999;

  private PolicyReader() {}

  /** The policy that the text says, or every fault of it. */
  public static Reading read(String text) {
    List<Fault> faults = new ArrayList<>();
    Optional<Policy> policy = YamlText.parse(text, faults).flatMap(root -> read(root, faults));
    faults.sort(Comparator.comparingInt(Fault::line));
    return new Reading(policy.filter(read -> faults.isEmpty()), List.copyOf(faults));
  }

  private static Optional<Policy> read(MappingNode root, List<Fault> faults) {
    Fields fields = new Fields("", root, faults);
    fields.require("policy", "name the policy");
    Optional<String> id = fields.text("policy", CheckReader.ID, CheckReader.ID_RULE);
    fields.text("description", ANYTHING, "a text of at most 4,096 characters");
    Optional<String> baseline =
        fields.text("baseline", ALIAS, "an alias's name (registeredModels/{id}/aliases/{id})");
    double level = fields.number("confidence_level").flatMap(l -> level(fields, l)).orElse(LEVEL);
    long seed = fields.whole("seed", 1, Long.MAX_VALUE).orElse(1L);
    WhenNoChampion whenNoChampion =
        fields.choice("when_no_champion", WHEN_NO_CHAMPION).orElse(WhenNoChampion.ERROR);
    List<Fields> entries = entries(fields);
    List<Check> checks = checks(entries);
    if (entries.stream().anyMatch(CheckReader::compares) && !fields.has("baseline")) {
      fields.require("baseline", "a check compares, so name the alias of the champion");
    }
    fields.refuseOthers();
    return id.map(name -> new Policy(name, baseline, level, seed, whenNoChampion, checks));
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
