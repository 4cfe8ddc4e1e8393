package io.throughline.selection.check;

import io.throughline.selection.evidence.Obstacle;
import io.throughline.selection.evidence.ReasonCode;
import io.throughline.selection.evidence.Sample;
import io.throughline.selection.policy.MetricCheck;
import io.throughline.selection.policy.Slices;
import io.throughline.selection.statistics.Alternative;
import io.throughline.selection.statistics.Estimate;
import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.PValue;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.comparison.Effect;
import io.throughline.selection.statistics.multiplicity.Adjusted;
import io.throughline.selection.statistics.multiplicity.BenjaminiHochberg;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Judges every slice of the units. A PASS needs the intervals of (enough of) the slices beyond the
 * bound, all at once (Bonferroni); a FAIL needs a slice on the wrong side at a false discovery rate
 * (Benjamini-Hochberg). Never a bare minimum over tiny slices.
 */
final class SliceJudge {
  private static final int MOST_SHOWN = 1000;
  private static final double SHOWN_LEVEL = 0.95;
  private static final String METHOD =
      "paired t over the slice's units, all slices at once (Bonferroni)";

  private final double level;

  SliceJudge(double level) {
    this.level = level;
  }

  /** One slice: its effect, and how sure it is on the wrong side of the bound. */
  private record Part(double slice, Effect effect, PValue wrong) {}

  Finding judge(MetricCheck check, Sample sample, Contrast contrast) {
    Slices slices = check.slices().orElseThrow();
    Bound bound = contrast.bound();
    Map<Double, List<Double>> cut = cut(sample, slices, contrast);
    List<Part> parts = new ArrayList<>();
    cut.forEach((slice, values) -> part(slice, values, slices, bound).ifPresent(parts::add));
    if (parts.isEmpty()) {
      return Judge.obstructed(check, none(slices, cut.size())).on(sample);
    }
    double each = 1 - (1 - level) / parts.size();
    Adjusted wrong = BenjaminiHochberg.adjust(parts.stream().map(Part::wrong).toList());
    List<SliceFinding> findings = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      boolean worse = wrong.rejects(i, (1 - level) / 2);
      found(parts.get(i), slices, bound, each, worse).ifPresent(findings::add);
    }
    if (findings.isEmpty()) {
      return Judge.obstructed(check, none(slices, cut.size())).on(sample);
    }
    findings.sort(Comparator.comparingDouble(one -> distance(one, bound)));
    return whole(check, sample, bound, findings, cut.size() - findings.size());
  }

  /** The contrast's values of each slice. */
  private static Map<Double, List<Double>> cut(Sample sample, Slices slices, Contrast contrast) {
    Map<Double, List<Double>> cut = new TreeMap<>();
    for (int i = 0; i < sample.slices().length; i++) {
      if (Double.isFinite(sample.slices()[i])) {
        cut.computeIfAbsent(slices.of(sample.slices()[i]), any -> new ArrayList<>())
            .add(contrast.left()[i] - contrast.right()[i] + contrast.shift());
      }
    }
    return cut;
  }

  private static Optional<Part> part(
      double slice, List<Double> values, Slices slices, Bound bound) {
    int n = values.size();
    if (n < slices.minimumUnits()) {
      return Optional.empty();
    }
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (n - 1.0) / n);
    Effect effect = new Effect(mean, error, n - 1.0, n, Method.NORMAL_APPROXIMATION);
    Alternative side = bound.side() == Side.BELOW ? Alternative.GREATER : Alternative.LESS;
    return effect.fixedHorizon(SHOWN_LEVEL, side, bound.value())
            instanceof Result.Computed<Estimate> computed
        ? Optional.of(new Part(slice, effect, computed.value().p()))
        : Optional.empty();
  }

  private static Optional<SliceFinding> found(
      Part part, Slices slices, Bound bound, double each, boolean worse) {
    if (!(part.effect().fixedHorizon(each) instanceof Result.Computed<Estimate> computed)) {
      return Optional.empty();
    }
    Interval interval = computed.value().interval();
    Verdict held = bound.hold(interval);
    Verdict verdict = worse ? Verdict.FAIL : held == Verdict.FAIL ? Verdict.INCONCLUSIVE : held;
    return Optional.of(
        new SliceFinding(
            slices.word(part.slice()),
            part.effect().n(),
            Optional.of(new Finding.Measure(part.effect().value(), interval, METHOD)),
            verdict));
  }

  /** How far the interval of a slice is beyond the bound; negative where it is not. */
  private static double distance(SliceFinding slice, Bound bound) {
    Interval interval = slice.measure().orElseThrow().interval();
    return bound.side() == Side.BELOW
        ? bound.value() - interval.upper()
        : interval.lower() - bound.value();
  }

  private static Finding whole(
      MetricCheck check, Sample sample, Bound bound, List<SliceFinding> slices, int leftOut) {
    Slices asked = check.slices().orElseThrow();
    SliceFinding worst = slices.get(0);
    Finding.Measure measure = worst.measure().orElseThrow();
    long beyond = slices.stream().filter(one -> one.verdict() == Verdict.PASS).count();
    List<SliceFinding> failed =
        slices.stream().filter(one -> one.verdict() == Verdict.FAIL).toList();
    boolean enough = beyond >= asked.minimumShare() * slices.size();
    Verdict verdict =
        !failed.isEmpty() ? Verdict.FAIL : enough ? Verdict.PASS : Verdict.INCONCLUSIVE;
    String message =
        "%d of %d slices are beyond the bound%s; the worst is '%s' with %,d units: %s%s%s"
            .formatted(
                beyond,
                slices.size(),
                failed.isEmpty() ? "" : ", %d on its wrong side".formatted(failed.size()),
                worst.slice(),
                worst.n(),
                Words.interval(measure, bound),
                leftOut == 0
                    ? ""
                    : "; %d slices with fewer than %,d units, or of one value, are left out"
                        .formatted(leftOut, asked.minimumUnits()),
                MetricJudge.incomplete(sample));
    String next =
        switch (verdict) {
          case PASS -> "";
          case FAIL -> "look at '%s' first".formatted(failed.get(0).slice());
          default ->
              "measure more units of '%s', cut fewer slices, or lower minimum_slice_share"
                  .formatted(worst.slice());
        };
    return Finding.of(
            check,
            verdict,
            verdict == Verdict.INCONCLUSIVE
                ? ReasonCode.INTERVAL_HOLDS_MARGIN
                : ReasonCode.INTERVAL_BEYOND_MARGIN,
            message,
            next)
        .on(sample)
        .measured(measure, bound.value(), slices.stream().limit(MOST_SHOWN).toList());
  }

  private static Obstacle none(Slices slices, int cut) {
    return new Obstacle(
        ReasonCode.SLICES_MISSING,
        "none of %d slices by '%s' has %,d units that vary"
            .formatted(cut, slices.by(), slices.minimumUnits()),
        "cut fewer slices (slice_at), lower minimum_slice_count, or measure more units");
  }
}
