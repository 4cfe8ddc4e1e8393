package io.throughline.selection.statistics.sample;

import io.throughline.selection.statistics.Levels;

/**
 * Signed logarithmic bins of fixed bounds, so that counts in them add up over days and arms, and
 * every value is known to a stated relative error (Masson, Rim and Lee 2019, "DDSketch", VLDB 12).
 * Bin 0 holds zero and what is smaller than {@link #SMALLEST}; bin i &gt; 0 holds (g^(i-1), g^i]
 * times SMALLEST, bin -i the same below zero.
 *
 * @param relativeError of a value that is told by its bin alone
 */
public record LogBins(double relativeError) {

  /** Magnitudes up to this count as zero. */
  public static final double SMALLEST = 1e-9;

  /** Refuses a relative error outside (0, 1). */
  public LogBins {
    Levels.probability(relativeError, "relativeError");
  }

  private double growth() {
    return (1 + relativeError) / (1 - relativeError);
  }

  /** The bin of a finite value. */
  public int bin(double value) {
    double magnitude = Math.abs(value);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " belongs to no bin");
    }
    if (magnitude <= SMALLEST) {
      return 0;
    }
    double exact = Math.log(magnitude / SMALLEST) / Math.log(growth());
    int bin = Math.max(1, (int) Math.ceil(exact));
    return value < 0 ? -bin : bin;
  }

  /** The value that stands for the bin: within the relative error of everything in it. */
  public double value(int bin) {
    return bin == 0 ? 0 : Math.signum(bin) * edge(Math.abs(bin)) * (1 - relativeError);
  }

  /** The least value that the bin can hold. */
  public double lower(int bin) {
    return bin > 0 ? edge(bin - 1) : -edge(-bin);
  }

  /** The greatest value that the bin can hold. */
  public double upper(int bin) {
    return bin >= 0 ? edge(bin) : -edge(-bin - 1);
  }

  private double edge(int k) {
    return SMALLEST * Math.exp(k * Math.log(growth()));
  }
}
