package io.throughline.selection.statistics.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.selection.statistics.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OracleTest {

  /** Nine digits. */
  private static final double RELATIVE = 1e-9;

  /**
   * A bound near zero is a difference of numbers of its estimate's size, and carries their
   * rounding: eleven digits of the largest answer beside it.
   */
  private static final double OF_THE_LARGEST = 1e-11;

  @Test
  void agreesWithIndependentImplementationsToNineDigits() throws IOException {
    // Given
    Map<String, Function<double[][], Result<double[]>>> functions = new HashMap<>();
    functions.putAll(ComparisonAnswers.FUNCTIONS);
    functions.putAll(ModelAnswers.FUNCTIONS);
    List<OracleCase> cases = OracleCase.all();

    // When
    List<String> disagreements = new ArrayList<>();
    for (OracleCase oracle : cases) {
      assertThat(functions).containsKey(oracle.function());
      String fault = fault(oracle, functions.get(oracle.function()));
      if (!fault.isEmpty()) {
        disagreements.add(oracle + ": " + fault);
      }
    }

    // Then
    assertThat(disagreements).isEmpty();
    assertThat(cases).hasSizeGreaterThan(5000);
    assertThat(cases.stream().map(OracleCase::function).distinct())
        .containsExactlyInAnyOrderElementsOf(functions.keySet());
  }

  private static String fault(OracleCase oracle, Function<double[][], Result<double[]>> function) {
    try {
      return fault(oracle, function.apply(oracle.inputs()));
    } catch (RuntimeException e) {
      return "threw " + e;
    }
  }

  private static String fault(OracleCase oracle, Result<double[]> result) {
    if (result instanceof Result.NotComputable<double[]> none) {
      return oracle.answers().get(0).equals("!" + none.reason()) ? "" : "answered " + none;
    }
    double[] actual = result.orElseThrow();
    if (actual.length != oracle.answers().size()) {
      return "answered " + actual.length + " numbers, not " + oracle.answers();
    }
    double[] expected = new double[actual.length];
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      if (oracle.answers().get(i).startsWith("!")) {
        return "computed, not " + oracle.answers().get(i);
      }
      expected[i] = Double.parseDouble(oracle.answers().get(i).replace("inf", "Infinity"));
      largest = Math.max(largest, Double.isFinite(expected[i]) ? Math.abs(expected[i]) : 0);
    }
    for (int i = 0; i < expected.length; i++) {
      double allowed = Math.max(RELATIVE * Math.abs(expected[i]), OF_THE_LARGEST * largest);
      if (expected[i] != actual[i] && !(Math.abs(expected[i] - actual[i]) <= allowed)) {
        return "answer " + i + " is " + actual[i] + ", not " + expected[i];
      }
    }
    return "";
  }
}
