package io.throughline.server.validation;

import build.buf.validate.Ignore;
import build.buf.validate.ValidateProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds values that a message can carry and nothing here can hold: texts with a NUL character,
 * which PostgreSQL cannot store, and points and spans of time beyond those that protobuf defines.
 */
final class ImpossibleValues {
  private static final Set<String> TIMES =
      Set.of(Timestamp.getDescriptor().getFullName(), Duration.getDescriptor().getFullName());

  private ImpossibleValues() {}

  /** Whether the message, and the messages in it, hold none. */
  static boolean isFree(Message message) {
    List<FieldViolation> found = new ArrayList<>();
    find(message, "", found::add);
    return found.isEmpty();
  }

  /**
   * Tells every one in the message, and in the messages in it; not in those whose rules are ignored
   * here, because they are checked apart.
   */
  static void find(Message message, String path, Consumer<FieldViolation> found) {
    if (isTime(message.getDescriptorForType())) {
      if (!isPossibleTime(message)) {
        found.accept(impossibleTime(message, path));
      }
      return;
    }
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
              if (isIgnored(field)) {
                return;
              }
              if (!field.isRepeated()) {
                look(field, value, name, found);
              } else if (canHoldOne(field)) {
                List<?> values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                  look(field, values.get(i), name + "[" + i + "]", found);
                }
              }
            });
  }

  /** Whether messages of the type are points or spans of time. */
  static boolean isTime(Descriptor type) {
    return TIMES.contains(type.getFullName());
  }

  /** Whether a point or span of time is one of those that protobuf defines. */
  static boolean isPossibleTime(Message time) {
    Descriptor type = time.getDescriptorForType();
    long seconds = (long) time.getField(type.findFieldByNumber(Timestamp.SECONDS_FIELD_NUMBER));
    int nanos = (int) time.getField(type.findFieldByNumber(Timestamp.NANOS_FIELD_NUMBER));
    return isPoint(type) ? Timestamps.isValid(seconds, nanos) : Durations.isValid(seconds, nanos);
  }

  private static boolean isPoint(Descriptor type) {
    return type.getFullName().equals(Timestamp.getDescriptor().getFullName());
  }

  private static boolean isIgnored(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field).getIgnore() == Ignore.IGNORE_ALWAYS;
  }

  private static boolean canHoldOne(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.STRING
        || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private static void look(
      FieldDescriptor field, Object value, String name, Consumer<FieldViolation> found) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      find((Message) value, name, found);
    } else if (value instanceof String text && text.indexOf('\0') >= 0) {
      found.accept(
          violation(
              name, "must not hold the character NUL (U+0000); leave it out", "NUL_CHARACTER"));
    }
  }

  private static FieldViolation impossibleTime(Message time, String path) {
    return violation(
        path,
        isPoint(time.getDescriptorForType())
            ? "must lie in the years 1 to 9999, with 0 to 999,999,999 nanoseconds"
            : "must last at most 10,000 years, with seconds and nanoseconds of one sign",
        "TIME_IMPOSSIBLE");
  }

  private static FieldViolation violation(String field, String description, String reason) {
    return FieldViolation.newBuilder()
        .setField(field)
        .setDescription(description)
        .setReason(reason)
        .build();
  }
}
