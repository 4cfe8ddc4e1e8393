package io.throughline.server.validation;

import build.buf.validate.FieldRules;
import build.buf.validate.Ignore;
import build.buf.validate.RepeatedRules;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The rules of one field in a form that is quickly checked.
 *
 * @param field the field
 * @param required whether it must be set
 * @param min how many values it has at least, where it is repeated
 * @param max how many values it has at most, where it is repeated
 * @param value what each value must be; absent: anything, or not checked here
 * @param isEvaluated whether it has a rule that is not understood here
 */
record FieldPlan(
    FieldDescriptor field,
    boolean required,
    long min,
    long max,
    Optional<Predicate<Object>> value,
    boolean isEvaluated) {

  static FieldPlan of(FieldDescriptor field) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    if (rules.getIgnore() == Ignore.IGNORE_ALWAYS) {
      return new FieldPlan(field, false, 0, Long.MAX_VALUE, Optional.empty(), false);
    }
    if (rules.getIgnore() != Ignore.IGNORE_UNSPECIFIED || field.isMapField()) {
      return unknown(field);
    }
    boolean required = rules.getRequired();
    if (!field.isRepeated()) {
      return ValueRules.of(field, rules)
          .map(value -> new FieldPlan(field, required, 0, 1, value.check(), false))
          .orElseGet(() -> unknown(field));
    }
    RepeatedRules repeated = rules.getRepeated();
    boolean understood =
        !repeated.getUnique()
            && rules.getCelCount() == 0
            && rules.getCelExpressionCount() == 0
            && (rules.hasRepeated() || rules.getTypeCase() == FieldRules.TypeCase.TYPE_NOT_SET);
    return ValueRules.of(field, repeated.getItems())
        .filter(value -> understood)
        .map(
            value ->
                new FieldPlan(
                    field,
                    false,
                    Math.max(repeated.getMinItems(), required ? 1 : 0),
                    repeated.hasMaxItems() ? repeated.getMaxItems() : Long.MAX_VALUE,
                    value.check(),
                    false))
        .orElseGet(() -> unknown(field));
  }

  private static FieldPlan unknown(FieldDescriptor field) {
    return new FieldPlan(field, false, 0, Long.MAX_VALUE, possible(field), true);
  }

  /** What remains to be checked of a field whose rules are not checked here: impossible values. */
  private static Optional<Predicate<Object>> possible(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> Optional.of(ValueRules::hasNoNul);
      case MESSAGE -> Optional.of(message -> ImpossibleValues.isFree((Message) message));
      default -> Optional.empty();
    };
  }

  /** Whether there is nothing to check. */
  boolean isIgnored() {
    return !required
        && min == 0
        && max == Long.MAX_VALUE
        && value.isEmpty()
        && (field.getJavaType() != JavaType.MESSAGE || ignoresMessage());
  }

  private boolean ignoresMessage() {
    return field.getOptions().getExtension(ValidateProto.field).getIgnore() == Ignore.IGNORE_ALWAYS;
  }

  /** Whether the field of the message keeps its rules; the messages in it too. */
  boolean accepts(Message message, Plans plans) {
    return field.isRepeated() ? acceptsAll(message, plans) : acceptsOne(message, plans);
  }

  private boolean acceptsAll(Message message, Plans plans) {
    int count = message.getRepeatedFieldCount(field);
    if (count < min || count > max) {
      return false;
    }
    if (count == 0 || (value.isEmpty() && field.getJavaType() != JavaType.MESSAGE)) {
      return true;
    }
    for (Object each : (List<?>) message.getField(field)) {
      if (!acceptsValue(each, plans)) {
        return false;
      }
    }
    return true;
  }

  private boolean acceptsOne(Message message, Plans plans) {
    if (field.hasPresence() && !message.hasField(field)) {
      return !required;
    }
    if (value.isEmpty() && field.getJavaType() != JavaType.MESSAGE && !required) {
      return true;
    }
    Object one = message.getField(field);
    if (required && !field.hasPresence() && one.equals(field.getDefaultValue())) {
      return false;
    }
    return acceptsValue(one, plans);
  }

  private boolean acceptsValue(Object one, Plans plans) {
    if (value.isPresent()) {
      return value.get().test(one);
    }
    return field.getJavaType() != JavaType.MESSAGE || plans.accept((Message) one);
  }
}
