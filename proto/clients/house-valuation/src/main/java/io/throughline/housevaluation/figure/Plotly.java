package io.throughline.housevaluation.figure;

import java.util.List;
import java.util.stream.Collectors;

/** The little JSON that plotly figures need. */
final class Plotly {

  private Plotly() {}

  static String figure(String title, String xTitle, String yTitle, String... traces) {
    return object(
        field("data", "[" + String.join(",", traces) + "]"),
        field(
            "layout",
            object(
                field("title", object(field("text", text(title)))),
                field("xaxis", object(field("title", object(field("text", text(xTitle)))))),
                field("yaxis", object(field("title", object(field("text", text(yTitle)))))))));
  }

  static String object(String... fields) {
    return "{" + String.join(",", fields) + "}";
  }

  static String field(String name, String json) {
    return text(name) + ":" + json;
  }

  static String texts(List<String> values) {
    return values.stream().map(Plotly::text).collect(Collectors.joining(",", "[", "]"));
  }

  /** Numbers to six significant digits; JSON knows no NaN and no infinity, so they become null. */
  static String numbers(List<Double> values) {
    return values.stream()
        .map(value -> Double.isFinite(value) ? shortened(value) : "null")
        .collect(Collectors.joining(",", "[", "]"));
  }

  static String text(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String shortened(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(6))
        .stripTrailingZeros()
        .toString();
  }
}
