package io.throughline.housevaluation;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.housevaluation.simulation.Market.Look;
import io.throughline.housevaluation.simulation.Truth;
import io.throughline.lineage.v1.Model;
import io.throughline.selection.v1.ArmUnits;
import io.throughline.selection.v1.Comparison;
import io.throughline.selection.v1.ConfidenceInterval;
import io.throughline.selection.v1.EffectReadout;
import io.throughline.selection.v1.HealthTest;
import io.throughline.selection.v1.MetricReadout;
import io.throughline.selection.v1.Readout;
import io.throughline.selection.v1.TrialHealth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints what a trial shows, for people who decide. */
final class TrialReport {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Report report;

  TrialReport(Report report) {
    this.report = report;
  }

  void begins() {
    report.line("");
    report.line("A TRIAL: may we ask 5 % more in spring (March to June)?");
    report.line(
        "  The mark-up is a deliberate error, so that there is something to find. Listings and");
    report.line(
        "  buyers are SIMULATED: 20,000 listings drawn from the real sales of 2010, half of them");
    report.line(
        "  shown with the champion's price, half with the mark-up; the more a price exceeds what");
    report.line(
        "  was really paid, the fewer buyers ask for the house (a lead). No person saw any of it.");
  }

  void cannotRebuild(Model champion) {
    report.line(
        "  Left out: the champion (%s) was trained elsewhere, and cannot be rebuilt here.",
        champion.getDisplayName());
  }

  /** A look at the trial while it goes on, or at its end. */
  void look(Readout readout, Look look, boolean early) {
    MetricReadout all = metric(readout, "all");
    Comparison lead = all.getMature(0);
    long open =
        all.getProvisional(0).getControl().getUnits()
            + all.getProvisional(0).getTreatment().getUnits()
            - look.mature().listings();
    report.line("");
    report.line(
        "%s, %s: %,d listings whose week is over%s",
        early ? "An early look" : "The last look",
        DAY.format(look.time()),
        lead.getControl().getUnits() + lead.getTreatment().getUnits(),
        open > 0 ? " (%,d more wait)".formatted(open) : "");
    report.line("  data         %s", health(readout.getHealth()));
    report.line(
        "  lead rate    %.2f %% with the champion's prices, %.2f %% with the mark-up",
        100 * lead.getControl().getValue(), 100 * lead.getTreatment().getValue());
    report.line(
        "  effect       %s points %s;  relative %s %% %s",
        signed(lead.getAbsolute().getValue()),
        interval(lead.getAbsolute()),
        signed(lead.getRelative().getValue()),
        interval(lead.getRelative()));
    if (!early) {
      report.line(
          "  by season    %s", season(readout, "spring") + ";  " + season(readout, "other_months"));
    }
    report.line("  so far       %s", conclusion(lead));
  }

  /** What the readout could not know. */
  void truth(Truth truth) {
    report.line(
        "  the truth    %s points: the simulation knows it, the readout did not.",
        signed(truth.effect()));
  }

  /** What the gate says, a line for each check. */
  void decision(Evaluation evaluation) {
    report.line("");
    report.line(
        "%s: may the mark-up replace the champion? %s says",
        Report.verdict(evaluation.getVerdict()), evaluation.getPolicyVersion());
    for (CheckResult check : evaluation.getChecksList()) {
      report.line(
          "  %-12s %-22s %s", Report.verdict(check.getVerdict()), check.getCheck(), said(check));
    }
    report.line(
        evaluation.getVerdict() == Verdict.VERDICT_PASS
            ? "The gate says yes to the mark-up."
            : "The gate says NO to the mark-up: the champion stays.");
    report.line("The whole answer: GET /v1/%s", evaluation.getName());
  }

  private static String said(CheckResult check) {
    if (!check.hasEstimate() || !check.hasLower() || !check.hasUpper()) {
      return check.getMessage();
    }
    return switch (check.getCheck()) {
      case "keeps-leads" ->
          text(
              "leads %+.1f %% [%+.1f, %+.1f]; a loss of 1 %% at most is allowed",
              100 * check.getEstimate(), 100 * check.getLower(), 100 * check.getUpper());
      case "as-accurate" ->
          text(
              "squared error %+.4f [%+.4f, %+.4f]; %+.4f at most is allowed",
              check.getEstimate(), check.getLower(), check.getUpper(), check.getMargin());
      case "less-money-at-risk" ->
          text(
              "money at risk %+,.0f USD a sale [%+,.0f, %+,.0f]; it has to be less",
              check.getEstimate(), check.getLower(), check.getUpper());
      default -> check.getMessage();
    };
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String health(TrialHealth health) {
    if (health.getFaultsCount() > 0) {
      return health.getFaultsList().stream()
          .map(fault -> fault.getReason() + ": " + fault.getMessage())
          .collect(Collectors.joining("; "));
    }
    String arms =
        health.getUnitsList().stream().map(TrialReport::units).collect(Collectors.joining(" : "));
    return "sound: split %s for 50 : 50 (sample ratio p = %s), %d listings in both arms"
        .formatted(arms, p(health.getSampleRatio()), health.getMultipleUnits());
  }

  private static String units(ArmUnits units) {
    return text("%,d", units.getUnits());
  }

  private static String p(HealthTest test) {
    return test.hasLogP() ? text("%.2f", Math.exp(test.getLogP())) : test.getReason();
  }

  private String season(Readout readout, String cohort) {
    EffectReadout effect = metric(readout, cohort).getMature(0).getAbsolute();
    return "%s %s points %s"
        .formatted(cohort.replace('_', ' '), signed(effect.getValue()), interval(effect));
  }

  private static String conclusion(Comparison lead) {
    ConfidenceInterval interval = lead.getAbsolute().getAlwaysValid();
    if (interval.getUpper() < 0) {
      return "CLEAR: leads are lost; the whole interval lies below zero.";
    }
    if (interval.getLower() > 0) {
      return "CLEAR: leads are gained; the whole interval lies above zero.";
    }
    return "INCONCLUSIVE: the interval holds zero. To find a change of 5 %% (relative) in four of five"
        .concat(" trials, about %,d more listings are needed.")
        .formatted(lead.getUnitsNeeded());
  }

  /** The interval that holds at any number of looks. */
  private static String interval(EffectReadout effect) {
    ConfidenceInterval interval = effect.getAlwaysValid();
    return "[%s, %s]".formatted(signed(interval.getLower()), signed(interval.getUpper()));
  }

  private static String signed(double share) {
    return text("%+.2f", 100 * share);
  }

  private static MetricReadout metric(Readout readout, String cohort) {
    List<MetricReadout> found =
        readout.getMetricsList().stream().filter(each -> each.getCohort().equals(cohort)).toList();
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "%s has no cohort '%s'".formatted(readout.getTrial().getName(), cohort));
    }
    return found.get(0);
  }
}
