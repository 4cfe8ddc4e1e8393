package io.throughline.selection.statistics.model;

import io.throughline.selection.statistics.Method;
import io.throughline.selection.statistics.Result;

/** Percentile and BCa intervals of given draws, for the oracle. */
public final class BootstrapDrawsAnswer {
  private BootstrapDrawsAnswer() {}

  /** Both intervals' bounds. */
  public static Result<double[]> bounds(
      double[] draws, double estimate, double acceleration, double level) {
    return BootstrapDraws.of(estimate, draws)
        .flatMap(
            d ->
                d.percentile(level, Method.BOOTSTRAP_PERCENTILE, 10)
                    .flatMap(
                        p ->
                            d.bca(acceleration, level, Method.BOOTSTRAP_BCA, 10)
                                .map(
                                    b ->
                                        new double[] {
                                          p.interval().lower(),
                                          p.interval().upper(),
                                          b.interval().lower(),
                                          b.interval().upper()
                                        })));
  }
}
