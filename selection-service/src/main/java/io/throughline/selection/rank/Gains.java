package io.throughline.selection.rank;

import io.throughline.selection.statistics.Interval;
import io.throughline.selection.statistics.Reason;
import io.throughline.selection.statistics.Result;
import io.throughline.selection.statistics.model.WinnersCurse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What each candidate gains over the champion in the first metric, as observed and shrunken.
 *
 * @param observed by candidate; 0 for the champion
 * @param shrunken by candidate; absent for the champion and who equals it unit by unit
 * @param selected index of the highest observed one, where anything could be shrunken
 * @param interval of the shrunken gain of that one
 */
record Gains(
    double[] observed,
    List<OptionalDouble> shrunken,
    Optional<Integer> selected,
    Optional<Interval> interval) {

  /**
   * Gains over the first row.
   *
   * @param values by candidate and unit, more being better, the champion first
   */
  static Gains of(double[][] values, double level) {
    int candidates = values.length;
    double[] observed = new double[candidates];
    List<Integer> indices = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int c = 1; c < candidates; c++) {
      int n = values[c].length;
      double sum = 0;
      for (int u = 0; u < n; u++) {
        sum += values[c][u] - values[0][u];
      }
      observed[c] = sum / n;
      double squares = 0;
      for (int u = 0; u < n; u++) {
        double deviation = values[c][u] - values[0][u] - observed[c];
        squares += deviation * deviation;
      }
      double error = Math.sqrt(squares / (n - 1.0) / n);
      if (error > 0) {
        indices.add(c);
        errors.add(error);
      }
    }
    Result<WinnersCurse> curse =
        indices.size() < 2
            ? Result.notComputable(Reason.EMPTY, "Nothing in common with anybody")
            : WinnersCurse.shrink(
                indices.stream().mapToDouble(c -> observed[c]).toArray(),
                errors.stream().mapToDouble(Double::doubleValue).toArray(),
                level);
    List<OptionalDouble> shrunken = new ArrayList<>();
    for (int c = 0; c < candidates; c++) {
      int place = indices.indexOf(c);
      shrunken.add(
          curse.isComputed() && place >= 0
              ? OptionalDouble.of(curse.orElseThrow().shrunken()[place])
              : OptionalDouble.empty());
    }
    return curse.isComputed()
        ? new Gains(
            observed,
            shrunken,
            Optional.of(indices.get(curse.orElseThrow().selected())),
            Optional.of(curse.orElseThrow().shrunkenSelected().interval()))
        : new Gains(observed, shrunken, Optional.empty(), Optional.empty());
  }
}
