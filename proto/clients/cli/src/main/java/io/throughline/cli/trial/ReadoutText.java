package io.throughline.cli.trial;

import io.throughline.cli.output.Show;
import io.throughline.cli.output.Table;
import io.throughline.selection.v1.ArmUnits;
import io.throughline.selection.v1.ArmValue;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.ConfidenceInterval;
import io.throughline.selection.v1.EffectReadout;
import io.throughline.selection.v1.HealthTest;
import io.throughline.selection.v1.MetricReadout;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialHealth;
import java.util.List;
import java.util.Locale;

/** A readout for people. */
final class ReadoutText {
  private static final double SHOWN_DOWN_TO = Math.log(1e-16);
  private static final String NONE = "-";

  private ReadoutText() {}

  static String of(Readout readout) {
    StringBuilder text = new StringBuilder();
    text.append("%s (%s)%n".formatted(readout.getTrial().getName(), ended(readout)));
    if (readout.getBackfilling()) {
      text.append(
          "A change is being computed from what was observed before: %.0f %% done.%n"
              .formatted(100 * readout.getBackfilledShare()));
    }
    if (readout.hasHealth()) {
      health(text, readout.getHealth());
    }
    for (MetricReadout metric : readout.getMetricsList()) {
      text.append(
          "%n%s, cohort %s (%s, better: %s%s)%n"
              .formatted(
                  metric.getOutcomeMetric(),
                  metric.getCohort(),
                  metric.getType(),
                  metric.getDirection(),
                  metric.getUnit().isEmpty() ? "" : ", in " + metric.getUnit()));
      comparisons(text, "mature", metric.getMatureList());
      comparisons(text, "provisional", metric.getProvisionalList());
    }
    return text.toString();
  }

  private static String ended(Readout readout) {
    return readout.getTrial().hasEndTime()
        ? "ended " + Show.time(true, readout.getTrial().getEndTime())
        : "running";
  }

  private static void health(StringBuilder text, TrialHealth health) {
    if (health.getFaultsCount() == 0) {
      text.append("Health: nothing found that forbids a verdict%n".formatted());
    }
    health
        .getFaultsList()
        .forEach(
            fault ->
                text.append("Health: %s: %s%n".formatted(fault.getReason(), fault.getMessage())));
    for (ArmUnits units : health.getUnitsList()) {
      text.append(
          "  phase %d, %s: %,d units (weight %s, %,d excluded)%n"
              .formatted(
                  units.getPhase(),
                  units.getArm(),
                  units.getUnits(),
                  Show.number(units.getWeight()),
                  units.getExcludedUnits()));
    }
    text.append(
        "  sample ratio: %s; at any number of looks: %s%n"
            .formatted(p(health.getSampleRatio()), p(health.getSampleRatioSequential())));
    text.append(
        "  units in several arms: %,d; outside the trial: %,d; outcomes without a rate: %,d%n"
            .formatted(
                health.getMultipleUnits(),
                health.getUnassignedUnits(),
                health.getUnconvertedOutcomes()));
  }

  private static String p(HealthTest test) {
    return test.hasLogP() ? "p " + p(test.getLogP()) : test.getReason();
  }

  static String p(double logP) {
    return logP < SHOWN_DOWN_TO ? "<1e-16" : String.format(Locale.ROOT, "%.4g", Math.exp(logP));
  }

  private static void comparisons(StringBuilder text, String which, List<Comparison> all) {
    Table table =
        new Table(
            which,
            "CONTROL",
            "ARM",
            "EFFECT",
            "FIXED",
            "ALWAYS VALID",
            "P",
            "RELATIVE",
            "POWER",
            "UNITS NEEDED");
    for (Comparison one : all) {
      if (!one.hasAbsolute()) {
        table.add(
            one.getArm(),
            value(one.getControl()),
            value(one.getTreatment()),
            one.getReason(),
            NONE,
            NONE,
            NONE,
            NONE,
            NONE,
            NONE);
        continue;
      }
      EffectReadout effect = one.getAbsolute();
      table.add(
          one.getArm(),
          value(one.getControl()),
          value(one.getTreatment()),
          Show.number(effect.getValue()),
          interval(effect.getFixed()),
          effect.hasAlwaysValid() ? interval(effect.getAlwaysValid()) : NONE,
          effect.hasAlwaysValid() && effect.getAlwaysValid().hasLogP()
              ? p(effect.getAlwaysValid().getLogP())
              : NONE,
          one.hasRelative() ? relative(one.getRelative()) : one.getRelativeReason(),
          one.hasPower() ? "%.2f".formatted(one.getPower()) : NONE,
          one.hasUnitsNeeded() ? "%,d".formatted(one.getUnitsNeeded()) : NONE);
    }
    text.append(table.text("  "));
  }

  private static String value(ArmValue value) {
    return (value.hasValue() ? Show.number(value.getValue()) : NONE)
        + " (%,d)".formatted(value.getUnits());
  }

  private static String relative(EffectReadout effect) {
    return "%+.2f %%".formatted(100 * effect.getValue());
  }

  private static String interval(ConfidenceInterval interval) {
    return "[%s, %s]".formatted(Show.number(interval.getLower()), Show.number(interval.getUpper()));
  }
}
