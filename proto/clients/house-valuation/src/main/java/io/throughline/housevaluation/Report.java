package io.throughline.housevaluation;

import io.throughline.event.v1.CheckResult;
import io.throughline.event.v1.Evaluation;
import io.throughline.event.v1.Verdict;
import io.throughline.housevaluation.step.Judged;
import io.throughline.housevaluation.step.Trained;
import io.throughline.housevaluation.valuation.Interval;
import io.throughline.housevaluation.valuation.SaleMetric;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Prints what the demo does and finds, for people. */
final class Report {

  private final PrintStream out;
  private final long start = System.nanoTime();

  Report(PrintStream out) {
    this.out = out;
  }

  /** A step of the demo begins or has ended. */
  void progress(String format, Object... values) {
    line("%6.1f s  %s", (System.nanoTime() - start) / 1e9, text(format, values));
  }

  /** Counts the models of a sweep as they come. */
  Consumer<Trained> countdown(int total) {
    AtomicInteger done = new AtomicInteger();
    return trained ->
        progress(
            "  %2d/%d  %-58s %.4f",
            done.incrementAndGet(), total, trained.candidate().id(), trained.rmse().mean());
  }

  /** The finalists with their intervals over the folds. */
  void finalists(List<Judged> finalists, int candidates) {
    line("");
    line(
        "The %d best of %d by the RMSE of the log price over five folds:",
        finalists.size(), candidates);
    line("  %-58s %6s  %s", "", "mean", "95 % interval");
    for (Judged judged : finalists) {
      Interval rmse = judged.trained().rmse();
      line(
          "  %-58s %.4f  [%.4f, %.4f]",
          judged.trained().candidate().id(), rmse.mean(), rmse.lower(), rmse.upper());
    }
    line(
        "Being the best of %d flatters a model; the sales of 2010 chose nothing, and judge.",
        candidates);
  }

  /** A model on the untouched year. */
  void judged(String who, Judged judged) {
    line(
        "%s on the 2010 sales: RMSE of the log price %.4f, mean error $%,.0f, bias %+.1f %%,"
            + " money at risk $%,.0f a sale.",
        who,
        judged.judgement().rmse(),
        judged.judgement().mean(SaleMetric.ABSOLUTE_ERROR_USD),
        100 * judged.judgement().mean(SaleMetric.BIAS),
        judged.judgement().mean(SaleMetric.MONEY_AT_RISK_USD));
  }

  /** What the gate says, check by check. */
  void evaluation(Evaluation evaluation) {
    line("");
    line("%s under %s", verdict(evaluation.getVerdict()), evaluation.getPolicyVersion());
    line("  %s", evaluation.getReason());
    for (CheckResult check : evaluation.getChecksList()) {
      line("  %-12s %-24s %s", verdict(check.getVerdict()), check.getCheck(), check.getRule());
      if (check.hasEstimate()) {
        line(
            "  %-12s %-24s %s [%s, %s], n = %d, %s",
            "",
            "",
            number(check.getEstimate()),
            check.hasLower() ? number(check.getLower()) : "?",
            check.hasUpper() ? number(check.getUpper()) : "?",
            check.getN(),
            check.getMethod());
      }
      if (check.getVerdict() != Verdict.VERDICT_PASS) {
        line("  %-12s %-24s %s", "", "", check.getMessage());
        if (!check.getNextStep().isEmpty()) {
          line("  %-12s %-24s next: %s", "", "", check.getNextStep());
        }
      }
    }
  }

  void line(String format, Object... values) {
    synchronized (out) {
      out.println(text(format, values));
      out.flush();
    }
  }

  static String verdict(Verdict verdict) {
    return verdict.name().replace("VERDICT_", "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.4g", value);
  }

  private static String text(String format, Object... values) {
    return values.length == 0 ? format : String.format(Locale.ROOT, format, values);
  }
}
