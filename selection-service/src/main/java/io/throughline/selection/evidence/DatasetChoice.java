package io.throughline.selection.evidence;

import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Over;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which dataset a check looks at, of those on which its metric was measured: exactly one, or the
 * obstacle.
 *
 * @param dataset the dataset; absent where there is an obstacle
 * @param obstacle why there is none
 */
public record DatasetChoice(Optional<Measured> dataset, Optional<Obstacle> obstacle) {
  private static final int SHOWN = 20;

  /**
   * Chooses.
   *
   * @param candidate what was measured on the candidate
   * @param champion what was measured on the champion; empty where the check compares with nobody
   */
  public static DatasetChoice of(
      MetricCheck check, List<Measured> candidate, Optional<List<Measured>> champion) {
    List<Measured> named =
        candidate.stream().filter(m -> m.metric().equals(check.metric())).toList();
    if (named.isEmpty()) {
      return none(
          ReasonCode.METRIC_UNKNOWN,
          "nobody measured '%s' on the candidate; measured are %s"
              .formatted(check.metric(), list(candidate, Measured::metric)),
          "correct the metric's name in the policy, or emit the metric");
    }
    List<Measured> formed = named.stream().filter(m -> m.over() == check.over()).toList();
    if (formed.isEmpty()) {
      return none(
          check.over() == Over.UNITS ? ReasonCode.UNITS_MISSING : ReasonCode.FOLDS_MISSING,
          "'%s' was measured on the candidate, but not over %s"
              .formatted(check.metric(), check.over().word()),
          "emit it over %s, or say 'over: %s'"
              .formatted(check.over().word(), named.get(0).over().word()));
    }
    List<Measured> accepted = formed.stream().filter(m -> accepts(check, m)).toList();
    if (accepted.isEmpty()) {
      return none(
          ReasonCode.DATASET_MISSING,
          "'%s' was measured on %s, none of which is %s"
              .formatted(check.metric(), list(formed, DatasetChoice::described), wanted(check)),
          "measure it there, or change what the check accepts");
    }
    return fit(check, accepted, champion);
  }

  private static DatasetChoice fit(
      MetricCheck check, List<Measured> accepted, Optional<List<Measured>> champion) {
    boolean judges = check.datasetRole().filter(DatasetRole.JUDGEMENT::equals).isPresent();
    List<Measured> fit = accepted.stream().filter(m -> !judges || m.untouched()).toList();
    if (fit.isEmpty()) {
      return none(
          ReasonCode.DATASET_SEEN_BY_SELECTION,
          "what selects a candidate cannot judge it, but runs have used %s"
              .formatted(list(accepted, DatasetChoice::described)),
          "judge on a dataset that no run has used for TRAINING or SELECTION");
    }
    List<Measured> common =
        champion.map(list -> fit.stream().filter(m -> has(list, m)).toList()).orElse(fit);
    List<Measured> left = common.isEmpty() ? fit : common;
    if (left.size() > 1) {
      return none(
          ReasonCode.DATASET_AMBIGUOUS,
          "'%s' was measured on several fitting datasets: %s"
              .formatted(check.metric(), list(left, Measured::dataset)),
          "name one of them in the check ('dataset: …')");
    }
    return new DatasetChoice(Optional.of(left.get(0)), Optional.empty());
  }

  private static boolean accepts(MetricCheck check, Measured measured) {
    return check.dataset().map(measured.dataset()::equals).orElse(true)
        && check.datasetRole().map(measured.roles()::contains).orElse(true);
  }

  private static boolean has(List<Measured> champion, Measured measured) {
    return champion.stream()
        .anyMatch(
            other ->
                other.metric().equals(measured.metric())
                    && other.dataset().equals(measured.dataset())
                    && other.over() == measured.over());
  }

  private static String wanted(MetricCheck check) {
    return check.dataset().map(name -> "'" + name + "'").orElse("a dataset")
        + check.datasetRole().map(role -> " with the role " + role).orElse("");
  }

  private static String described(Measured measured) {
    return measured.dataset()
        + " for "
        + (measured.roles().isEmpty() ? "no role" : roles(measured));
  }

  private static String roles(Measured measured) {
    return measured.roles().stream().map(Enum::name).sorted().collect(Collectors.joining(" and "));
  }

  private static String list(Collection<Measured> all, Function<Measured, String> word) {
    TreeSet<String> words = all.stream().map(word).collect(Collectors.toCollection(TreeSet::new));
    String shown = words.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return words.isEmpty() ? "none" : words.size() > SHOWN ? shown + ", …" : shown;
  }

  private static DatasetChoice none(ReasonCode code, String message, String nextStep) {
    return new DatasetChoice(Optional.empty(), Optional.of(new Obstacle(code, message, nextStep)));
  }
}
