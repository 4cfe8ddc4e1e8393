package io.throughline.selection.check;

import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.Margin;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Rule;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a check takes the interval of: the mean of {@code left - right}, moved by a shift and held
 * against a bound.
 *
 * <p>A margin that is a share f of the champion's mean is uncertain itself. So the interval is that
 * of mean(candidate - (1 + k) champion) with k = ±f, which is then moved by k mean(champion) for
 * showing: whether it lies beyond the bound is the same question, and the margin's own uncertainty
 * is within it.
 */
record Contrast(double[] left, double[] right, double shift, Bound bound) {
  /** Differences that vary by less than this share of the values are rounding, not variance. */
  private static final double ROUNDING = 1e-12;

  /** A mean within so many standard errors of zero cannot be told from it. */
  private static final double STANDARD_ERRORS = 2;

  static Contrast of(MetricCheck check, Sample sample) {
    if (check.rule() instanceof Rule.AtMost rule) {
      return new Contrast(sample.candidate(), zeros(sample), 0, Bound.atMost(rule));
    }
    if (check.rule() instanceof Rule.AtLeast rule) {
      return new Contrast(sample.candidate(), zeros(sample), 0, Bound.atLeast(rule));
    }
    Rule.Change rule = (Rule.Change) check.rule();
    Margin margin = rule.margin();
    if (!margin.relative() || margin.size() == 0) {
      return new Contrast(sample.candidate(), sample.champion(), 0, Bound.of(rule, margin.size()));
    }
    double mean = mean(sample.champion());
    Bound bound = Bound.of(rule, margin.size() * Math.abs(mean));
    double scale = 1 + bound.value() / mean;
    double[] scaled = Arrays.stream(sample.champion()).map(value -> value * scale).toArray();
    return new Contrast(sample.candidate(), scaled, bound.value(), bound);
  }

  static Optional<Obstacle> obstacle(MetricCheck check, Sample sample) {
    if (check.rule() instanceof Rule.Change rule
        && rule.margin().relative()
        && rule.margin().size() > 0
        && nearZero(sample.champion())) {
      return Optional.of(
          new Obstacle(
              ReasonCode.BASELINE_NEAR_ZERO,
              "the champion's mean cannot be told from zero, so a share of it means nothing",
              "give the margin in the metric's unit instead of as a percentage"));
    }
    return of(check, sample).flat();
  }

  private Optional<Obstacle> flat() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double size = 0;
    for (int i = 0; i < left.length; i++) {
      double difference = left[i] - right[i];
      least = Math.min(least, difference);
      most = Math.max(most, difference);
      size = Math.max(size, Math.max(Math.abs(left[i]), Math.abs(right[i])));
    }
    if (most - least > size * ROUNDING) {
      return Optional.empty();
    }
    return Optional.of(
        new Obstacle(
            ReasonCode.ZERO_VARIANCE,
            "every unit or fold gives the same value, so there is no interval; that is not how"
                + " different models behave",
            "look whether the same model was measured twice, or a constant was emitted"));
  }

  private static boolean nearZero(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double standardError = Math.sqrt(squares / (values.length - 1.0) / values.length);
    return mean == 0 || Math.abs(mean) <= STANDARD_ERRORS * standardError;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double[] zeros(Sample sample) {
    return new double[sample.size()];
  }
}
