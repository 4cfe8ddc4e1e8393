package io.throughline.server.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import build.buf.validate.BytesRules;
import build.buf.validate.DoubleRules;
import build.buf.validate.EnumRules;
import build.buf.validate.FieldRules;
import build.buf.validate.Int32Rules;
import build.buf.validate.Int64Rules;
import build.buf.validate.StringRules;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The rules of single values, as far as they are understood here.
 *
 * @param check what a value must be; absent: anything
 */
record ValueRules(Optional<Predicate<Object>> check) {
  private static final String NOT_NAN = "!this.isNan()";
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Patterns that mean the same in RE2 as in Java, once the end of the text is written as \z. */
  private static final Pattern PLAIN_PATTERN = Pattern.compile("[A-Za-z0-9^$|()\\[\\]{}?,/:_. -]*");

  private static final Pattern CHARACTER_CLASS = Pattern.compile("\\[[^\\[\\]]*]");
  private static final int MAX_BYTES_PER_CHAR = 3;

  /** The rules of a field's values; empty where one of them is not understood. */
  static Optional<ValueRules> of(FieldDescriptor field, FieldRules rules) {
    if (rules.getTypeCase() == FieldRules.TypeCase.DOUBLE
        || (field.getJavaType() == JavaType.DOUBLE && rules.getCelCount() > 0)) {
      return ofDouble(rules);
    }
    if (rules.getCelCount() > 0 || rules.getCelExpressionCount() > 0) {
      return Optional.empty();
    }
    return switch (rules.getTypeCase()) {
      case TYPE_NOT_SET -> {
        boolean text = field.getJavaType() == JavaType.STRING;
        yield text ? checking(ValueRules::hasNoNul) : Optional.of(new ValueRules(Optional.empty()));
      }
      case STRING -> ofString(rules.getString());
      case INT32 -> ofInt32(rules.getInt32());
      case INT64 -> ofInt64(rules.getInt64());
      case BYTES -> ofBytes(rules.getBytes());
      case ENUM -> ofEnum(rules.getEnum());
      default -> Optional.empty();
    };
  }

  static boolean hasNoNul(Object text) {
    return ((String) text).indexOf('\0') < 0;
  }

  private static Optional<ValueRules> ofString(StringRules rules) {
    if (!declaresOnly(rules, Set.of("pattern", "min_bytes", "max_bytes", "uuid"))
        || (rules.hasUuid() && !rules.getUuid())) {
      return Optional.empty();
    }
    Predicate<String> check = ValueRules::hasNoNul;
    if (rules.hasPattern()) {
      if (!isPlain(rules.getPattern())) {
        return Optional.empty();
      }
      check = check.and(new Matching(rules.getPattern().replace("$", "\\z")));
    }
    if (rules.hasUuid()) {
      check = check.and(text -> UUID.matcher(text).matches());
    }
    if (rules.hasMaxBytes()) {
      check = check.and(text -> isAtMost(text, rules.getMaxBytes()));
    }
    if (rules.hasMinBytes()) {
      check =
          check.and(
              text ->
                  text.length() >= rules.getMinBytes()
                      || text.getBytes(UTF_8).length >= rules.getMinBytes());
    }
    Predicate<String> all = check;
    return checking(value -> all.test((String) value));
  }

  private static boolean isAtMost(String text, long bytes) {
    return (long) text.length() * MAX_BYTES_PER_CHAR <= bytes
        || (text.length() <= bytes && text.getBytes(UTF_8).length <= bytes);
  }

  private static boolean isPlain(String pattern) {
    return PLAIN_PATTERN.matcher(pattern).matches()
        && CHARACTER_CLASS.matcher(pattern).replaceAll("").indexOf('.') < 0;
  }

  private static Optional<ValueRules> ofInt32(Int32Rules rules) {
    long min = rules.hasGte() ? rules.getGte() : Long.MIN_VALUE;
    long max = rules.hasLte() ? rules.getLte() : Long.MAX_VALUE;
    return declaresOnly(rules, Set.of("gte", "lte")) && min <= max
        ? checking(value -> (Integer) value >= min && (Integer) value <= max)
        : Optional.empty();
  }

  private static Optional<ValueRules> ofInt64(Int64Rules rules) {
    long min = rules.hasGte() ? rules.getGte() : Long.MIN_VALUE;
    long max = rules.hasLte() ? rules.getLte() : Long.MAX_VALUE;
    return declaresOnly(rules, Set.of("gte", "lte")) && min <= max
        ? checking(value -> (Long) value >= min && (Long) value <= max)
        : Optional.empty();
  }

  /** NaN lies in no range. */
  private static Optional<ValueRules> ofDouble(FieldRules all) {
    DoubleRules rules = all.getDouble();
    boolean known = all.getCelList().stream().allMatch(cel -> cel.getExpression().equals(NOT_NAN));
    if (!known
        || all.getCelExpressionCount() > 0
        || !declaresOnly(rules, Set.of("gte", "lte", "finite"))
        || (rules.hasGte() && rules.hasLte() && rules.getGte() > rules.getLte())) {
      return Optional.empty();
    }
    boolean number = all.getCelCount() > 0 || rules.hasGte() || rules.hasLte();
    double min = rules.hasGte() ? rules.getGte() : Double.NEGATIVE_INFINITY;
    double max = rules.hasLte() ? rules.getLte() : Double.POSITIVE_INFINITY;
    boolean finite = rules.getFinite();
    return checking(
        value -> {
          double one = (Double) value;
          return (!number || (one >= min && one <= max)) && (!finite || Double.isFinite(one));
        });
  }

  private static Optional<ValueRules> ofBytes(BytesRules rules) {
    long min = rules.getMinLen();
    long max = rules.hasMaxLen() ? rules.getMaxLen() : Long.MAX_VALUE;
    return declaresOnly(rules, Set.of("min_len", "max_len"))
        ? checking(value -> isBetween(((ByteString) value).size(), min, max))
        : Optional.empty();
  }

  private static boolean isBetween(long value, long min, long max) {
    return value >= min && value <= max;
  }

  private static Optional<ValueRules> ofEnum(EnumRules rules) {
    Set<Integer> in = Set.copyOf(rules.getInList());
    Set<Integer> notIn = Set.copyOf(rules.getNotInList());
    boolean defined = rules.getDefinedOnly();
    return declaresOnly(rules, Set.of("defined_only", "in", "not_in"))
        ? checking(
            value -> {
              EnumValueDescriptor one = (EnumValueDescriptor) value;
              return (!defined || one.getIndex() >= 0)
                  && (in.isEmpty() || in.contains(one.getNumber()))
                  && !notIn.contains(one.getNumber());
            })
        : Optional.empty();
  }

  private static boolean declaresOnly(Message rules, Set<String> names) {
    return rules.getUnknownFields().asMap().isEmpty()
        && rules.getAllFields().keySet().stream().allMatch(f -> names.contains(f.getName()));
  }

  private static Optional<ValueRules> checking(Predicate<Object> check) {
    return Optional.of(new ValueRules(Optional.of(check)));
  }
}
