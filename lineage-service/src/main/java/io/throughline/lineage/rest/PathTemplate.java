package io.throughline.lineage.rest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with variables, as {@code google.api.http} writes it: {@code
 * /v1/{name=experiments/*}/runs}. A variable covers some segments; {@code *} stands for any one.
 *
 * @param segments the literal segments, {@code *} for any
 * @param variables which segments each variable covers, by the path of its field
 */
record PathTemplate(List<String> segments, Map<String, Range> variables) {
  private static final String ANY = "*";

  /**
   * Some segments.
   *
   * @param from the first
   * @param to the one after the last
   */
  record Range(int from, int to) {}

  static PathTemplate parse(String text) {
    List<String> segments = new ArrayList<>();
    Map<String, Range> variables = new LinkedHashMap<>();
    int at = 1;
    while (at < text.length()) {
      if (text.charAt(at) == '{') {
        int end = text.indexOf('}', at);
        String[] parts = text.substring(at + 1, end).split("=", 2);
        List<String> covered = parts.length == 1 ? List.of(ANY) : split(parts[1]);
        variables.put(parts[0], new Range(segments.size(), segments.size() + covered.size()));
        segments.addAll(covered);
        at = end + 2;
      } else {
        int end = text.indexOf('/', at) < 0 ? text.length() : text.indexOf('/', at);
        segments.add(text.substring(at, end));
        at = end + 1;
      }
    }
    return new PathTemplate(List.copyOf(segments), variables);
  }

  /** The variables' values where a path fits. */
  Optional<Map<String, String>> match(List<String> path) {
    if (path.size() != segments.size()) {
      return Optional.empty();
    }
    for (int i = 0; i < path.size(); i++) {
      if (!segments.get(i).equals(ANY) && !segments.get(i).equals(path.get(i))) {
        return Optional.empty();
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    variables.forEach(
        (field, range) ->
            values.put(field, String.join("/", path.subList(range.from(), range.to()))));
    return Optional.of(values);
  }

  /** How many segments stand for anything: the fewer, the more a path means this template. */
  int wildcards() {
    return (int) segments.stream().filter(ANY::equals).count();
  }

  /** The path as OpenAPI writes it, each free segment named after its collection. */
  String openApi() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      text.append('/')
          .append(segments.get(i).equals(ANY) ? "{%s}".formatted(name(i)) : segments.get(i));
    }
    return text.toString();
  }

  /** The names of the free segments. */
  List<String> parameters() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).equals(ANY)) {
        names.add(name(i));
      }
    }
    return names;
  }

  private String name(int segment) {
    String before = segments.get(segment - 1);
    if (!before.equals(ANY) && before.endsWith("s")) {
      return before.substring(0, before.length() - 1);
    }
    return before.equals(ANY) ? "id" : "collection";
  }

  private static List<String> split(String text) {
    return Arrays.asList(text.split("/", -1));
  }
}
