package io.throughline.selection.statistics.distribution;

import java.util.function.DoubleUnaryOperator;

/**
 * Composite Gauss-Legendre integration over a finite range, for smooth functions; 20 nodes a panel
 * (Abramowitz and Stegun 1964, 25.4.29).
 */
public final class Quadrature {

  private static final int NODES = 20;
  private static final double[] NODE = new double[NODES];
  private static final double[] WEIGHT = new double[NODES];

  static {
    for (int i = 0; i < NODES; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
      double derivative = 0;
      for (int iteration = 0; iteration < 20; iteration++) {
        double previous = 1;
        double legendre = x;
        for (int k = 2; k <= NODES; k++) {
          double next = ((2 * k - 1) * x * legendre - (k - 1) * previous) / k;
          previous = legendre;
          legendre = next;
        }
        derivative = NODES * (x * legendre - previous) / (x * x - 1);
        x -= legendre / derivative;
      }
      NODE[i] = x;
      WEIGHT[i] = 2 / ((1 - x * x) * derivative * derivative);
    }
  }

  private Quadrature() {}

  /** The integral from one finite bound to the other, in equal panels. */
  public static double integrate(DoubleUnaryOperator function, double from, double to, int panels) {
    double half = (to - from) / (2.0 * panels);
    double total = 0;
    for (int panel = 0; panel < panels; panel++) {
      double centre = from + half * (2 * panel + 1);
      double sum = 0;
      for (int i = 0; i < NODES; i++) {
        sum += WEIGHT[i] * function.applyAsDouble(centre + half * NODE[i]);
      }
      total += half * sum;
    }
    return total;
  }
}
