package io.throughline.selection.outcome.text;

import io.throughline.selection.outcome.Cohort;
import io.throughline.selection.outcome.OutcomeMetric;
import io.throughline.selection.policy.text.Fault;
import io.throughline.selection.policy.text.Fields;
import io.throughline.selection.policy.text.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the text of an outcome metric or a cohort. */
public final class DefinitionReader {
  static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  static final String ID_RULE = "1 to 128 letters, digits, '.', '_' or '-'";
  static final Pattern ANYTHING = Pattern.compile("(?s).{1,4096}");
  private static final Pattern POPULATION = Pattern.compile("populations/[A-Za-z0-9._-]{1,128}");
  private static final Pattern VALUE = Pattern.compile("(?s).{1,128}");
  private static final int MAX_CONDITIONS = 100;

  private DefinitionReader() {}

  /** The definition that the text says, or every fault of it. */
  public static DefinitionReading read(String text) {
    List<Fault> faults = new ArrayList<>();
    Optional<Fields> root =
        YamlText.fields(
            text, "expected a mapping with the key 'outcome_metric' or 'cohort'", faults);
    Optional<OutcomeMetric> metric = Optional.empty();
    Optional<Cohort> cohort = Optional.empty();
    if (root.isPresent() && root.get().has("cohort")) {
      cohort = cohort(root.get());
    } else if (root.isPresent()) {
      metric = new MetricReader(root.get()).read();
    }
    faults.sort(Comparator.comparingInt(Fault::line));
    return new DefinitionReading(
        metric.filter(read -> faults.isEmpty()),
        cohort.filter(read -> faults.isEmpty()),
        List.copyOf(faults));
  }

  static Optional<String> population(Fields fields) {
    fields.require("population", "name the population, populations/{id}");
    return fields.text("population", POPULATION, "a population's name (populations/{id})");
  }

  private static Optional<Cohort> cohort(Fields fields) {
    Optional<String> id =
        fields
            .text("cohort", ID, ID_RULE)
            .flatMap(
                name ->
                    name.equals(Cohort.ALL)
                        ? fields.wrong("cohort", "'all' is everybody; take another name")
                        : Optional.of(name));
    Optional<String> population = population(fields);
    fields.text("description", ANYTHING, "a text of at most 4,096 characters");
    fields.require("where", "list which attribute has which value");
    Map<String, Set<String>> where = new HashMap<>();
    for (Fields condition : fields.mappings("where", MAX_CONDITIONS)) {
      condition.require("attribute", "name the attribute");
      condition.require(
          "value", "say the value; several entries of one attribute mean any of them");
      Optional<String> attribute = condition.text("attribute", ID, ID_RULE);
      Optional<String> value = condition.text("value", VALUE, "1 to 128 characters");
      condition.refuseOthers();
      if (attribute.isPresent() && value.isPresent()) {
        where.computeIfAbsent(attribute.get(), any -> new HashSet<>()).add(value.get());
      }
    }
    if (where.isEmpty()) {
      fields.wrong("where", "without a condition it is everybody, which is the cohort 'all'");
    }
    fields.refuseOthers();
    return id.flatMap(name -> population.map(of -> new Cohort(name, of, where)));
  }
}
