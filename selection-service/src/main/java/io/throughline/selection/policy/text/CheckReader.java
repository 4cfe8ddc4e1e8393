package io.throughline.selection.policy.text;

import io.throughline.selection.policy.Check;
import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.WhenMissing;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one entry of {@code checks}: what all checks have, and which of the three kinds it is. */
final class CheckReader {
  static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  static final String ID_RULE = "1 to 128 letters, digits, '.', '_' or '-'";
  static final Pattern METRIC = Pattern.compile("[A-Za-z0-9 _./-]{1,250}");
  static final String METRIC_RULE = "a metric's name (letters, digits, ' ', '_', '.', '/', '-')";

  private static final String ROLE = "role";
  private static final String FACT = "fact";
  private static final String HEALTH = "trial_health";
  private static final String TRIAL_METRIC = "trial_metric";
  private static final Map<String, CheckRole> ROLES = words(CheckRole.values(), CheckRole::word);
  private static final Map<String, WhenMissing> WHEN_MISSING =
      new TreeMap<>(Map.of("error", WhenMissing.ERROR, "inconclusive", WhenMissing.INCONCLUSIVE));

  /**
   * What every check has.
   *
   * @param id its id, where that is faultless
   * @param role its role
   * @param whenMissing what it says where there is too little to look at
   */
  record Common(Optional<String> id, CheckRole role, WhenMissing whenMissing) {}

  private CheckReader() {}

  static Optional<Check> read(Fields fields) {
    fields.require("id", "give the check an id that verdicts can name");
    boolean fact = fields.has(FACT);
    boolean health = fields.has(HEALTH);
    boolean trial = health || fields.has(TRIAL_METRIC);
    CheckRole usual = health ? CheckRole.QUALITY : CheckRole.GUARDRAIL;
    Common common =
        new Common(
            fields.text("id", ID, ID_RULE),
            fields.choice(ROLE, ROLES).orElse(usual),
            fields.choice("when_missing", WHEN_MISSING).orElse(WhenMissing.ERROR));
    Optional<? extends Check> check =
        fact
            ? FactCheckReader.read(fields, common)
            : trial
                ? TrialCheckReader.read(fields, common)
                : MetricCheckReader.read(fields, common);
    fields.refuseOthers();
    return check.map(Function.identity());
  }

  /** Whether the check compares with the champion, however faulty it is. */
  static boolean compares(Fields fields) {
    return !fields.has(TRIAL_METRIC) && RuleReader.compares(fields);
  }

  /** The values of an enumeration by their words, in the words' order. */
  static <T> Map<String, T> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values)
        .collect(Collectors.toMap(word, Function.identity(), (one, other) -> one, TreeMap::new));
  }
}
