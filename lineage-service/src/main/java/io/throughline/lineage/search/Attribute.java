package io.throughline.lineage.search;

import io.throughline.lineage.search.Operand.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What every run has one of, or nothing. The first name is ours, the others are accepted too. */
enum Attribute {
  RUN_ID(Type.TEXT, "substr(r.name, length(r.scope) + 7)", "true", "run_id", "name", "run_uuid"),
  STATE(Type.STATE, "r.state", "true", "state", "status"),
  START_TIME(Type.TIME, "r.start_time", "r.start_time IS NOT NULL", "start_time", "created"),
  END_TIME(Type.TIME, "r.end_time", "r.end_time IS NOT NULL", "end_time"),
  /** In seconds. */
  DURATION(
      Type.NUMBER,
      "extract(epoch FROM r.end_time - r.start_time)::float8",
      "(r.start_time IS NOT NULL AND r.end_time IS NOT NULL)",
      "duration"),
  STEP(Type.TEXT, "r.step", "r.step <> ''", "step"),
  DISPLAY_NAME(
      Type.TEXT,
      "r.display_name COLLATE \"C\"",
      "r.display_name <> ''",
      "display_name",
      "run_name"),
  PARENT(Type.TEXT, "r.parent", "r.parent <> ''", "parent"),
  MESSAGE(Type.TEXT, "r.message COLLATE \"C\"", "r.message <> ''", "message");

  private final Type type;
  private final String expression;
  private final String present;
  private final List<String> names;

  Attribute(Type type, String expression, String present, String... names) {
    this.type = type;
    this.expression = expression;
    this.present = present;
    this.names = List.of(names);
  }

  Type type() {
    return type;
  }

  /** Its SQL, of a row {@code r} of the table {@code run}. */
  String expression() {
    return expression;
  }

  /** Whether a row has it, in SQL. An empty text is none. */
  String present() {
    return present;
  }

  /** Whether every run has it. */
  boolean isAlways() {
    return present.equals("true");
  }

  static Optional<Attribute> of(String name) {
    String word = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(a -> a.names.contains(word)).findFirst();
  }

  static Stream<String> names() {
    return Arrays.stream(values()).map(a -> a.names.get(0));
  }
}
