package io.throughline.selection.policy.text;

import io.throughline.selection.policy.CheckRole;
import io.throughline.selection.policy.DatasetRole;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Over;
import io.throughline.selection.policy.Rule;
import io.throughline.selection.policy.Slices;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a check of a metric that was measured on a dataset. */
final class MetricCheckReader {
  private static final Pattern DATASET =
      Pattern.compile("experiments/[A-Za-z0-9._-]{1,128}/datasets/[A-Za-z0-9._-]{1,128}");
  private static final String SLICES = "slices";
  private static final Map<String, Over> OVERS =
      new TreeMap<>(Map.of("units", Over.UNITS, "folds", Over.FOLDS, SLICES, Over.UNITS));
  private static final Map<String, DatasetRole> ROLES =
      CheckReader.words(DatasetRole.values(), DatasetRole::name);
  private static final int UNITS = 30;
  private static final int FOLDS = 3;
  private static final double COVERAGE = 0.95;
  private static final int MOST_CUTS = 100;

  private MetricCheckReader() {}

  static Optional<MetricCheck> read(Fields fields, CheckReader.Common common) {
    fields.require("metric", "name the metric as the runs emit it");
    fields.require("over", "say 'units', 'folds' or 'slices'");
    Optional<String> metric = fields.text("metric", CheckReader.METRIC, CheckReader.METRIC_RULE);
    Optional<Over> over = fields.choice("over", OVERS);
    boolean sliced = fields.raw("over").filter(SLICES::equals).isPresent();
    Optional<String> dataset =
        fields.text("dataset", DATASET, "a dataset's name (experiments/{id}/datasets/{id})");
    Optional<DatasetRole> role =
        fields
            .choice("dataset_role", ROLES)
            .or(() -> over.filter(Over.UNITS::equals).map(units -> DatasetRole.JUDGEMENT));
    Optional<Rule> rule = RuleReader.read(fields);
    Optional<Long> count = fields.whole("minimum_count", 2, 1_000_000);
    Optional<Double> coverage = fields.share("minimum_coverage");
    Optional<Slices> slices = sliced ? slices(fields) : Optional.empty();
    fit(fields, common.role(), sliced, rule);
    if (Stream.of(common.id(), metric, over, rule).anyMatch(Optional::isEmpty)
        || (sliced && slices.isEmpty())) {
      return Optional.empty();
    }
    int least = count.map(Long::intValue).orElse(over.get() == Over.UNITS ? UNITS : FOLDS);
    return Optional.of(
        new MetricCheck(
            common.id().get(),
            common.role(),
            common.whenMissing(),
            metric.get(),
            over.get(),
            dataset,
            role,
            rule.get(),
            least,
            coverage.orElse(COVERAGE),
            slices));
  }

  private static void fit(Fields fields, CheckRole role, boolean sliced, Optional<Rule> rule) {
    boolean harmless =
        rule.isPresent() && rule.get() instanceof Rule.Change change && !change.margin().required();
    if (role == CheckRole.DETERIORATION && rule.isPresent() && (!harmless || sliced)) {
      fields.wrong(
          "role",
          "deterioration asks that nothing is shown to be worse: use worse_by_at_most"
              + " over units or folds");
    }
    if (role == CheckRole.SUCCESS && sliced) {
      fields.wrong("role", "a success is claimed of all units, not of slices; use guardrail");
    }
  }

  private static Optional<Slices> slices(Fields fields) {
    fields.require("slice_by", "name a metric, scored on the same units, that tells the slices");
    Optional<String> by = fields.text("slice_by", CheckReader.METRIC, CheckReader.METRIC_RULE);
    List<Double> cuts = fields.numbers("slice_at", MOST_CUTS);
    for (int i = 1; i < cuts.size(); i++) {
      if (cuts.get(i) <= cuts.get(i - 1)) {
        return fields.wrong("slice_at", "must rise; expected numbers in ascending order");
      }
    }
    int units = fields.whole("minimum_slice_count", 2, 1_000_000).map(Long::intValue).orElse(UNITS);
    double share = fields.share("minimum_slice_share").orElse(1.0);
    return by.map(metric -> new Slices(metric, cuts, units, share));
  }
}
