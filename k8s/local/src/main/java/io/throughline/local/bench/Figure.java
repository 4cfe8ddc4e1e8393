package io.throughline.local.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A measured figure.
 *
 * @param name what was measured
 * @param value how much
 * @param unit of what
 * @param bound how much at most
 * @param peer what was measured beside it in the same run, in the same unit; empty where there is
 *     nothing to compare with
 */
record Figure(String name, double value, String unit, double bound, OptionalDouble peer) {
  static Figure alone(String name, double value, String unit, double bound) {
    return new Figure(name, value, unit, bound, OptionalDouble.empty());
  }

  static Figure beside(String name, double value, String unit, double bound, double peer) {
    return new Figure(name, value, unit, bound, OptionalDouble.of(peer));
  }

  boolean holds() {
    return value <= bound;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("value", value);
    json.put("unit", unit);
    json.put("bound", bound);
    json.put("peer", peer.isPresent() ? peer.getAsDouble() : null);
    json.put("ratio", peer.isPresent() ? value / peer.getAsDouble() : null);
    json.put("holds", holds());
    return json;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-22s %9.1f %-4s at most %7.1f  %-5s %s",
        name,
        value,
        unit,
        bound,
        holds() ? "holds" : "FAILS",
        peer.isPresent()
            ? String.format(
                Locale.ROOT,
                "(%.1f times its peer's %.1f)",
                value / peer.getAsDouble(),
                peer.getAsDouble())
            : "");
  }
}
