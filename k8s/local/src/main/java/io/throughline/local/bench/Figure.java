package io.throughline.local.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A measured figure.
 *
 * @param name what was measured
 * @param value how much; NaN where it could not be measured, which never holds
 * @param unit of what
 * @param bound how much at most, or at least
 * @param side on which side of the bound it holds
 * @param peer what was measured beside it in the same run, in the same unit; empty where there is
 *     nothing to compare with
 * @param note what must be known besides; may be empty
 */
record Figure(
    String name,
    double value,
    String unit,
    double bound,
    Side side,
    OptionalDouble peer,
    String note) {

  /** Where a figure holds. */
  enum Side {
    AT_MOST,
    AT_LEAST;

    @Override
    public String toString() {
      return this == AT_MOST ? "at most" : "at least";
    }
  }

  static Figure alone(String name, double value, String unit, double bound) {
    return new Figure(name, value, unit, bound, Side.AT_MOST, OptionalDouble.empty(), "");
  }

  static Figure beside(String name, double value, String unit, double bound, double peer) {
    return new Figure(name, value, unit, bound, Side.AT_MOST, OptionalDouble.of(peer), "");
  }

  static Figure atLeast(String name, double value, String unit, double bound) {
    return new Figure(name, value, unit, bound, Side.AT_LEAST, OptionalDouble.empty(), "");
  }

  static Figure atLeastBeside(String name, double value, String unit, double bound, double peer) {
    return new Figure(name, value, unit, bound, Side.AT_LEAST, OptionalDouble.of(peer), "");
  }

  /** The same with a note. */
  Figure noted(String what) {
    return new Figure(name, value, unit, bound, side, peer, what);
  }

  boolean holds() {
    return side == Side.AT_MOST ? value <= bound : value >= bound;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("value", Double.isFinite(value) ? value : null);
    json.put("unit", unit);
    json.put("bound", bound);
    json.put("side", side.toString());
    json.put("peer", peer.isPresent() ? peer.getAsDouble() : null);
    json.put("ratio", peer.isPresent() ? value / peer.getAsDouble() : null);
    json.put("holds", holds());
    if (!note.isEmpty()) {
      json.put("note", note);
    }
    return json;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-34s %,13.2f %-8s %-8s %,12.2f  %-5s %s",
        name,
        value,
        unit,
        side,
        bound,
        holds() ? "holds" : "FAILS",
        peer.isPresent()
            ? String.format(
                Locale.ROOT,
                "(%.2f times its peer's %,.2f)",
                value / peer.getAsDouble(),
                peer.getAsDouble())
            : note);
  }
}
