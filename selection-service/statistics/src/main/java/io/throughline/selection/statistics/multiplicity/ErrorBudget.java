package io.throughline.selection.statistics.multiplicity;

import io.throughline.selection.statistics.Levels;

/**
 * How a ship decision spends its error rates (Schultzberg, Ankargren and Frånberg 2024, "Risk-aware
 * product decisions in A/B tests with multiple metrics", arXiv 2402.11609): the decision needs one
 * success metric superior and every guardrail non-inferior, so alpha is split over the success
 * metrics only, and beta over all that must succeed together.
 *
 * @param alpha of the whole decision
 * @param beta of the whole decision, 1 - power
 * @param successMetrics S, how many
 * @param guardrails G, how many
 */
public record ErrorBudget(double alpha, double beta, int successMetrics, int guardrails) {

  /** Refuses probabilities outside (0, 1) and a budget for no metric. */
  public ErrorBudget {
    Levels.probability(alpha, "alpha");
    Levels.probability(beta, "beta");
    if (successMetrics < 0 || guardrails < 0 || successMetrics + guardrails == 0) {
      throw new IllegalArgumentException(
          "No metric to spend on: " + successMetrics + " success, " + guardrails + " guardrails");
    }
  }

  /** alpha of each success metric: alpha/S. */
  public double successAlpha() {
    return successMetrics == 0 ? alpha : alpha / successMetrics;
  }

  /** alpha of each guardrail: all of it, as every guardrail must hold. */
  public double guardrailAlpha() {
    return alpha;
  }

  /** beta of each metric: beta/(G + 1) where there is a success metric, else beta/G. */
  public double metricBeta() {
    return beta / (guardrails + (successMetrics > 0 ? 1 : 0));
  }
}
