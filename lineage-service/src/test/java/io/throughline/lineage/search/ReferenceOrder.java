package io.throughline.lineage.search;

import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Sorts runs slowly and plainly: missing values and NaN last, ties by start (the latest first) and
 * name.
 */
final class ReferenceOrder implements Comparator<RunModel> {
  private final Order order;

  ReferenceOrder(Order order) {
    this.order = order;
  }

  @Override
  public int compare(RunModel one, RunModel other) {
    return Comparator.comparing(this::key, Comparator.nullsLast(this::compareKeys))
        .thenComparing(run -> run.start, Comparator.nullsLast(Comparator.reverseOrder()))
        .thenComparing(RunModel::name)
        .compare(one, other);
  }

  private Object key(RunModel run) {
    List<Object> values =
        ReferenceEvaluator.values(order.operand(), run).stream()
            .filter(value -> !Objects.equals(value, Double.NaN))
            .toList();
    if (values.isEmpty()) {
      return null;
    }
    if (order.operand() instanceof Operand.Parameter) {
      return values.get(0);
    }
    Comparator<Object> natural = this::compareKeys;
    return values.stream().min(natural).orElseThrow();
  }

  /** Numbers before texts either way. */
  private int compareKeys(Object one, Object other) {
    Object left = number(one);
    Object right = number(other);
    if (left instanceof Double != right instanceof Double) {
      return left instanceof Double ? -1 : 1;
    }
    int compared =
        left instanceof Double number
            ? Double.compare(number + 0.0, (Double) right + 0.0)
            : left instanceof OffsetDateTime time
                ? time.toInstant().compareTo(((OffsetDateTime) right).toInstant())
                : left instanceof Integer state
                    ? state.compareTo((Integer) right)
                    : ((String) left).compareTo((String) right);
    return order.descending() ? -compared : compared;
  }

  /** A parameter's text that reads as a number is sorted as one. */
  private Object number(Object value) {
    return order.operand() instanceof Operand.Parameter
            && value instanceof String text
            && text.matches("-?[0-9]+(\\.[0-9]+)?")
        ? Double.valueOf(text)
        : value;
  }
}
