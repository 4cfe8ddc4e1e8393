package io.throughline.selection.statistics.synthesis;

import java.util.Optional;

/**
 * Weighted least squares by an orthogonal factorisation (modified Gram-Schmidt with
 * reorthogonalisation; Björck 1996, "Numerical methods for least squares problems"). For a handful
 * of columns.
 */
public final class LeastSquares {

  private static final double RANK_TOLERANCE = 1e-12;

  private final double[] weights;
  private final double[][] q;
  private final double[][] r;

  private LeastSquares(double[] weights, double[][] q, double[][] r) {
    this.weights = weights;
    this.q = q;
    this.r = r;
  }

  /**
   * Factors √W X.
   *
   * @param columns of the design X
   * @param weights of the rows, positive
   * @return empty where a column depends on those before it
   */
  public static Optional<LeastSquares> of(double[][] columns, double[] weights) {
    int p = columns.length;
    int k = weights.length;
    double[][] q = new double[p][k];
    double[][] r = new double[p][p];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < k; i++) {
        q[j][i] = Math.sqrt(weights[i]) * columns[j][i];
      }
      double before = norm(q[j]);
      for (int pass = 0; pass < 2; pass++) {
        for (int l = 0; l < j; l++) {
          double dot = dot(q[l], q[j]);
          r[l][j] += dot;
          for (int i = 0; i < k; i++) {
            q[j][i] -= dot * q[l][i];
          }
        }
      }
      r[j][j] = norm(q[j]);
      if (!(r[j][j] > RANK_TOLERANCE * before)) {
        return Optional.empty();
      }
      for (int i = 0; i < k; i++) {
        q[j][i] /= r[j][j];
      }
    }
    return Optional.of(new LeastSquares(weights, q, r));
  }

  /** The coefficients for this response. */
  public double[] coefficients(double[] y) {
    int p = q.length;
    double[] right = new double[p];
    double[] rest = scaled(y);
    for (int j = 0; j < p; j++) {
      right[j] = dot(q[j], rest);
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= right[j] * q[j][i];
      }
    }
    return backSubstitute(right);
  }

  /** √w times the residuals of this response. */
  public double[] weightedResiduals(double[] y) {
    double[] rest = scaled(y);
    for (int pass = 0; pass < 2; pass++) {
      for (double[] column : q) {
        double dot = dot(column, rest);
        for (int i = 0; i < rest.length; i++) {
          rest[i] -= dot * column[i];
        }
      }
    }
    return rest;
  }

  /** The diagonal of the hat matrix. */
  public double[] leverages() {
    double[] leverages = new double[weights.length];
    for (double[] column : q) {
      for (int i = 0; i < leverages.length; i++) {
        leverages[i] += column[i] * column[i];
      }
    }
    return leverages;
  }

  /** x' (X'WX)⁻¹ x for a point of the design. */
  public double pointVariance(double[] x) {
    int p = q.length;
    double[] z = new double[p];
    double sum = 0;
    for (int j = 0; j < p; j++) {
      double value = x[j];
      for (int l = 0; l < j; l++) {
        value -= r[l][j] * z[l];
      }
      z[j] = value / r[j][j];
      sum += z[j] * z[j];
    }
    return sum;
  }

  private double[] backSubstitute(double[] right) {
    double[] solution = right.clone();
    for (int j = solution.length - 1; j >= 0; j--) {
      for (int l = j + 1; l < solution.length; l++) {
        solution[j] -= r[j][l] * solution[l];
      }
      solution[j] /= r[j][j];
    }
    return solution;
  }

  private double[] scaled(double[] y) {
    double[] scaled = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      scaled[i] = Math.sqrt(weights[i]) * y[i];
    }
    return scaled;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
