package io.throughline.lineage.search;

import io.throughline.lineage.search.Formula.And;
import io.throughline.lineage.search.Formula.Comparison;
import io.throughline.lineage.search.Formula.Not;
import io.throughline.lineage.search.Formula.Or;
import io.throughline.lineage.search.Formula.Present;
import io.throughline.lineage.search.Formula.Related;
import io.throughline.lineage.search.Predicate.Between;
import io.throughline.lineage.search.Predicate.Compared;
import io.throughline.lineage.search.Predicate.Like;
import io.throughline.lineage.search.Predicate.OneOf;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says slowly and plainly what a filter means: Kleene's three values, over lists of values. */
final class ReferenceEvaluator {
  enum Truth {
    FALSE,
    UNKNOWN,
    TRUE
  }

  private ReferenceEvaluator() {}

  static Truth evaluate(Formula formula, RunModel run) {
    if (formula instanceof And and) {
      return and.parts().stream()
          .map(part -> evaluate(part, run))
          .min(Enum::compareTo)
          .orElse(Truth.TRUE);
    }
    if (formula instanceof Or or) {
      return or.parts().stream()
          .map(part -> evaluate(part, run))
          .max(Enum::compareTo)
          .orElseThrow();
    }
    if (formula instanceof Not not) {
      return Truth.values()[2 - evaluate(not.part(), run).ordinal()];
    }
    if (formula instanceof Present present) {
      return of(!values(present.operand(), run).isEmpty());
    }
    if (formula instanceof Related related) {
      return of(related(related, run));
    }
    Comparison comparison = (Comparison) formula;
    List<Object> values = values(comparison.operand(), run);
    if (values.isEmpty()) {
      return Truth.UNKNOWN;
    }
    return of(values.stream().anyMatch(value -> meets(value, comparison.predicate())));
  }

  private static Truth of(boolean is) {
    return is ? Truth.TRUE : Truth.FALSE;
  }

  static List<Object> values(Operand operand, RunModel run) {
    if (operand instanceof Operand.Metric metric) {
      return series(metric.key(), run)
          .map(values -> statistic(values, metric.statistic()))
          .flatMap(Optional::stream)
          .map(Object.class::cast)
          .toList();
    }
    if (operand instanceof Operand.MetricAt at) {
      return series(at.key(), run)
          .filter(values -> at.step() >= 1 && at.step() <= values.length)
          .map(values -> (Object) values[(int) at.step() - 1])
          .toList();
    }
    if (operand instanceof Operand.Parameter parameter) {
      return run.parameters.getOrDefault(parameter.key(), List.of());
    }
    if (operand instanceof Operand.Tag tag) {
      return Optional.<Object>ofNullable(run.tags.get(tag.key())).stream().toList();
    }
    if (operand instanceof Operand.Dataset dataset) {
      return run.datasets.stream()
          .map(
              used ->
                  switch (dataset.field()) {
                    case NAME -> used.id();
                    case DIGEST -> used.digest();
                    case CONTEXT -> used.role();
                  })
          .filter(text -> !text.isEmpty())
          .map(Object.class::cast)
          .toList();
    }
    return own(((Operand.Own) operand).attribute(), run);
  }

  private static Stream<double[]> series(String metric, RunModel run) {
    return run.metrics.getOrDefault(metric, List.of()).stream();
  }

  private static Optional<Double> statistic(double[] values, Operand.Statistic statistic) {
    List<Double> numbers = Arrays.stream(values).filter(v -> !Double.isNaN(v)).boxed().toList();
    return switch (statistic) {
      case FIRST -> Optional.of(values[0]);
      case LAST -> Optional.of(values[values.length - 1]);
      case MIN -> numbers.stream().min(Double::compare);
      case MAX -> numbers.stream().max(Double::compare);
    };
  }

  private static List<Object> own(Attribute attribute, RunModel run) {
    Object value =
        switch (attribute) {
          case RUN_ID -> run.id;
          case STATE -> run.state;
          case START_TIME -> run.start;
          case END_TIME -> run.end;
          case DURATION ->
              run.start == null || run.end == null
                  ? null
                  : Duration.between(run.start, run.end).toMillis() / 1000.0;
          case STEP -> run.step;
          case DISPLAY_NAME -> run.displayName;
          case PARENT -> run.parent;
          case MESSAGE -> run.message;
        };
    return value == null || value.equals("") ? List.of() : List.of(value);
  }

  private static boolean meets(Object value, Predicate predicate) {
    if (predicate instanceof Like like) {
      String text = value instanceof Double number ? text(number) : (String) value;
      return pattern(like).matcher(text).matches();
    }
    if (predicate instanceof OneOf oneOf) {
      return oneOf.values().stream().anyMatch(one -> compares(value, "=", one));
    }
    if (predicate instanceof Between between) {
      return compares(value, ">=", between.low()) && compares(value, "<=", between.high());
    }
    Compared compared = (Compared) predicate;
    return compares(value, compared.operator(), compared.value());
  }

  private static boolean compares(Object value, String operator, Object other) {
    if (value instanceof Double left && other instanceof Double right) {
      return switch (operator) {
        case "=" -> left.doubleValue() == right;
        case "<" -> left < right;
        case "<=" -> left <= right;
        case ">" -> left > right;
        default -> left >= right;
      };
    }
    if (value instanceof String text && other instanceof Double number) {
      return isNumber(text) && compares(Double.parseDouble(text), operator, number);
    }
    if (value instanceof Double number && other instanceof String) {
      return compares(text(number), operator, other);
    }
    if (operator.equals("=") && value instanceof String name && name.contains("/runs/")) {
      return ends(name, (String) other);
    }
    return holds(order(value, other), operator);
  }

  private static boolean holds(int order, String operator) {
    return switch (operator) {
      case "=" -> order == 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static int order(Object value, Object other) {
    if (value instanceof OffsetDateTime time) {
      return time.toInstant().compareTo(((OffsetDateTime) other).toInstant());
    }
    if (value instanceof Integer number) {
      return number.compareTo((Integer) other);
    }
    return ((String) value).compareTo((String) other);
  }

  /** As the projection writes a number's text. */
  private static String text(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]+(\\.[0-9]+)?");
  }

  private static Pattern pattern(Like like) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < like.pattern().length(); i++) {
      char c = like.pattern().charAt(i);
      parts.add(
          switch (c) {
            case '%' -> ".*";
            case '_' -> ".";
            case '\\' -> Pattern.quote("" + like.pattern().charAt(++i));
            default -> Pattern.quote("" + c);
          });
    }
    int flags = Pattern.DOTALL | (like.caseInsensitive() ? Pattern.CASE_INSENSITIVE : 0);
    return Pattern.compile(String.join("", parts), flags);
  }

  private static boolean related(Related related, RunModel run) {
    String id = related.id();
    return switch (related.relation()) {
      case CHILD_OF -> id.isEmpty() ? !run.parent.isEmpty() : ends(run.parent, id);
      case USED_DATASET ->
          run.datasets.stream().anyMatch(used -> id.isEmpty() || ends(used.id(), id));
      case PRODUCED_MODEL -> run.models.stream().anyMatch(m -> id.isEmpty() || ends(m, id));
      case DEPLOYED_IN ->
          id.isEmpty() ? !run.environments.isEmpty() : run.environments.containsKey(id);
      case LIVE_IN ->
          run.environments.entrySet().stream()
              .anyMatch(e -> e.getValue() && (id.isEmpty() || e.getKey().equals(id)));
      default -> false;
    };
  }

  private static boolean ends(String name, String id) {
    return name.equals(id) || name.endsWith("/" + id);
  }
}
