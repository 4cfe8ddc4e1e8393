package io.throughline.selection.statistics.oracle;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** One question with its independent answers: numbers, or {@code !REASON}. */
record OracleCase(String function, double[][] inputs, List<String> answers) {

  static List<OracleCase> all() throws IOException {
    List<OracleCase> cases = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        OracleCase.class.getResourceAsStream("/oracle/cases.tsv.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        cases.add(parse(line));
      }
    }
    return cases;
  }

  private static OracleCase parse(String line) {
    List<String> parts = List.of(line.split("\t", -1));
    double[][] inputs =
        Arrays.stream(parts.get(1).split(";", -1))
            .map(
                group ->
                    Arrays.stream(group.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    return new OracleCase(parts.get(0), inputs, List.of(parts.get(2).split(",", -1)));
  }

  @Override
  public String toString() {
    return function + " " + Arrays.deepToString(inputs);
  }
}
