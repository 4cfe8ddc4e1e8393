package io.throughline.load.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The figures of a run in the order in which they are to be read. A figure's name ends with its
 * unit.
 */
public final class Report {
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Adds a figure. */
  public Report add(String name, double value) {
    entries.put(name, value);
    return this;
  }

  /** Adds a word, such as the workload's name. */
  public Report add(String name, String value) {
    entries.put(name, value);
    return this;
  }

  /** A figure, or NaN where it was not measured. */
  public double figure(String name) {
    return entries.get(name) instanceof Double value ? value : Double.NaN;
  }

  /** The report as one JSON object; what was not measured is left out. */
  public String json() {
    Map<String, Object> known = new LinkedHashMap<>();
    entries.forEach(
        (name, value) -> {
          if (!(value instanceof Double number) || Double.isFinite(number)) {
            known.put(name, value);
          }
        });
    return GSON.toJson(known);
  }

  /** Reads what {@link #json} has written. */
  public static Report parse(String json) {
    Report report = new Report();
    GSON.fromJson(json, JsonObject.class)
        .entrySet()
        .forEach(
            entry -> {
              var value = entry.getValue().getAsJsonPrimitive();
              if (value.isNumber()) {
                report.add(entry.getKey(), value.getAsDouble());
              } else {
                report.add(entry.getKey(), value.getAsString());
              }
            });
    return report;
  }

  /** A line a figure. */
  public String text() {
    return entries.entrySet().stream()
        .map(entry -> "%-40s %s".formatted(entry.getKey(), text(entry.getValue())))
        .collect(Collectors.joining("\n"));
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      boolean whole = number == Math.rint(number) || Math.abs(number) >= 100;
      return Double.isFinite(number)
          ? String.format(Locale.ROOT, whole ? "%,11.0f" : "%,15.3f", number)
          : "not measured";
    }
    return value.toString();
  }
}
