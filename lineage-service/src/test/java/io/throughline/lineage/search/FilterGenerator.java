package io.throughline.lineage.search;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes valid filters and orders at random, over the words that {@link RunStory} uses. */
final class FilterGenerator {
  private static final List<String> METRICS =
      List.of(
          "metrics.loss",
          "metric.loss",
          "metrics.`val/acc`",
          "min(metrics.loss)",
          "max(metrics.loss)",
          "first(metrics.loss)",
          "last(metrics.\"val/acc\")",
          "at(metrics.loss, 2)",
          "metrics.unknown");
  private static final List<String> TEXTS =
      List.of(
          "tags.team",
          "tag.`odd key`",
          "step",
          "display_name",
          "attributes.run_name",
          "parent",
          "run_id",
          "message",
          "datasets.name",
          "dataset.digest",
          "datasets.context");
  private static final List<String> WORDS =
      List.of(
          "a",
          "b",
          "train",
          "Train",
          "it''s",
          "x_y",
          "100%",
          "run-3",
          "root",
          "d1",
          "sha256:d2",
          "training",
          "judgement",
          "",
          "Ärger");
  private static final List<String> PATTERNS =
      List.of("%", "a%", "%a%", "t_ain", "%\\%", "x\\_y", "RUN-_", "", "%s", "_", "Ä%", "sha256%");
  private static final List<String> RELATIONS =
      List.of(
          "child_of('root')",
          "child_of()",
          "used_dataset('d1')",
          "used_dataset()",
          "produced_model()",
          "produced_model(\"m-3\")",
          "deployed_in('production')",
          "live_in('production')",
          "DEPLOYED_IN()");
  private static final List<String> TIMES =
      List.of(
          "'2026-01-01T00:05:00Z'",
          "'2026-01-01'",
          "1767225900000",
          "'2026-01-01T01:03:00+01:00'",
          "now() - 7d",
          "now()");
  private static final List<String> OPERATORS = List.of("=", "!=", "<", "<=", ">", ">=");

  private final Random random;

  FilterGenerator(long seed) {
    random = new Random(seed);
  }

  String filter() {
    return formula(3);
  }

  String order() {
    String by =
        switch (random.nextInt(4)) {
          case 0 -> one(METRICS);
          case 1 -> one(TEXTS.subList(0, 8));
          case 2 -> one(List.of("params.depth", "params.family", "param.flag"));
          default -> one(List.of("start_time", "end_time", "duration", "state"));
        };
    return by + one(List.of("", " ASC", " DESC", " desc"));
  }

  private String formula(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 0, 1 -> condition();
      case 2 -> formula(depth - 1) + " AND " + formula(depth - 1);
      case 3 -> formula(depth - 1) + " or " + formula(depth - 1);
      case 4 -> "NOT " + formula(depth - 1);
      default -> "(" + formula(depth - 1) + ")";
    };
  }

  private String condition() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> predicate(one(METRICS), () -> "" + number(), false);
      case 2 -> predicate(one(TEXTS), this::text, true);
      case 3 ->
          predicate("params.depth", random.nextBoolean() ? () -> "" + number() : this::text, true);
      case 4 ->
          predicate("params.family", random.nextBoolean() ? () -> "" + number() : this::text, true);
      case 5 ->
          predicate(one(List.of("start_time", "end_time", "created")), () -> one(TIMES), false);
      case 6 -> predicate("duration", () -> one(List.of("1m", "60", "90s", "0")), false);
      case 7 ->
          "%s %s '%s'"
              .formatted(
                  one(List.of("state", "status")),
                  one(List.of("=", "!=")),
                  one(List.of("FAILED", "running", "FINISHED", "UNSPECIFIED")));
      default -> one(RELATIONS);
    };
  }

  private interface Value {
    String get();
  }

  private String predicate(String operand, Value value, boolean text) {
    String not = random.nextBoolean() ? " NOT" : "";
    return switch (random.nextInt(text && !operand.equals("datasets.x") ? 6 : 5)) {
      case 0 -> operand + " IS" + not + " NULL";
      case 1 -> operand + not + " BETWEEN " + value.get() + " AND " + value.get();
      case 2 ->
          operand
              + not
              + IntStream.rangeClosed(0, random.nextInt(3))
                  .mapToObj(i -> value.get())
                  .collect(Collectors.joining(", ", " IN (", ")"));
      case 5 -> operand + not + one(List.of(" LIKE '", " ILIKE '")) + one(PATTERNS) + "'";
      default -> operand + " " + one(OPERATORS) + " " + value.get();
    };
  }

  private String text() {
    return "'" + one(WORDS) + "'";
  }

  private double number() {
    return one(Arrays.asList(-1.0, 0.0, 0.25, 0.5, 1.0, 2.0, 6.0, 1e300));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
