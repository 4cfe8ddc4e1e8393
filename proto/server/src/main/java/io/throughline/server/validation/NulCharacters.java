package io.throughline.server.validation;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds texts with a NUL character, which PostgreSQL cannot store. */
final class NulCharacters {
  private NulCharacters() {}

  /** Whether no text of the message, and of the messages in it, holds one. */
  static boolean isFree(Message message) {
    List<FieldViolation> found = new ArrayList<>();
    find(message, "", found::add);
    return found.isEmpty();
  }

  /** Tells every text of the message, and of the messages in it, that holds one. */
  static void find(Message message, String path, Consumer<FieldViolation> found) {
    message
        .getAllFields()
        .forEach(
            (field, value) -> {
              String name = path.isEmpty() ? field.getName() : path + "." + field.getName();
              if (!field.isRepeated()) {
                look(field, value, name, found);
              } else if (holdsTexts(field)) {
                List<?> values = (List<?>) value;
                for (int i = 0; i < values.size(); i++) {
                  look(field, values.get(i), name + "[" + i + "]", found);
                }
              }
            });
  }

  private static boolean holdsTexts(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.STRING
        || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private static void look(
      FieldDescriptor field, Object value, String name, Consumer<FieldViolation> found) {
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      find((Message) value, name, found);
    } else if (value instanceof String text && text.indexOf('\0') >= 0) {
      found.accept(
          FieldViolation.newBuilder()
              .setField(name)
              .setDescription("must not hold the character NUL (U+0000); leave it out")
              .setReason("NUL_CHARACTER")
              .build());
    }
  }
}
