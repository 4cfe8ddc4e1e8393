package io.throughline.lineage.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import io.throughline.server.status.Failure;
import java.util.List;
import java.util.Map;

/** Makes requests of what a path and its query say: each key is the path of a field. */
final class Requests {
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();
  private static final String SEPARATOR = "\\.";

  private Requests() {}

  /**
   * The request of a call.
   *
   * @param variables what the path says
   * @param query what the query says: each key once, but for lists
   * @throws Failure FIELDS_INVALID where a key is no field, or its value none of that field
   */
  static Message of(
      Message.Builder request, Map<String, String> variables, Map<String, List<String>> query) {
    ObjectNode said = JsonNodeFactory.instance.objectNode();
    Message empty = request.build();
    variables.forEach((key, value) -> say(empty, said, key, List.of(value)));
    query.forEach(
        (key, values) -> {
          if (variables.containsKey(key)) {
            throw Failure.invalidField(key, "is said by the path already; leave it out");
          }
          say(empty, said, key, values);
        });
    try {
      return parse(said, request);
    } catch (IllegalArgumentException e) {
      throw Failure.invalidField(
          "query", "parameters that exclude each other: " + e.getCause().getMessage());
    }
  }

  private static void say(Message empty, ObjectNode said, String key, List<String> values) {
    FieldDescriptor field = field(empty.getDescriptorForType(), key);
    if (!field.isRepeated() && values.size() > 1) {
      throw Failure.invalidField(key, "was said %d times; say it once".formatted(values.size()));
    }
    ObjectNode alone = JsonNodeFactory.instance.objectNode();
    put(alone, key, field, values);
    try {
      var unused = parse(alone, empty.newBuilderForType());
    } catch (IllegalArgumentException e) {
      throw Failure.invalidField(
          key,
          "'%s' is not a value of this field, which is %s"
              .formatted(values.get(values.size() - 1), kind(field)));
    }
    put(said, key, field, values);
  }

  private static Message parse(ObjectNode said, Message.Builder request) {
    try {
      PARSER.merge(said.toString(), request);
      return request.build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void put(ObjectNode root, String key, FieldDescriptor field, List<String> values) {
    ObjectNode object = root;
    String[] path = key.split(SEPARATOR, -1);
    for (int i = 0; i < path.length - 1; i++) {
      object = object.withObjectProperty(path[i]);
    }
    if (field.isRepeated()) {
      values.forEach(object.putArray(path[path.length - 1])::add);
    } else {
      object.put(path[path.length - 1], values.get(0));
    }
  }

  /** The field that a key means, by its name in the contract or in JSON. */
  private static FieldDescriptor field(Descriptor type, String key) {
    Descriptor at = type;
    FieldDescriptor field = null;
    for (String part : key.split(SEPARATOR, -1)) {
      field = at == null ? null : named(at, part);
      if (field == null) {
        throw Failure.invalidField(
            key,
            "no such parameter; there are: "
                + String.join(
                    ", ", type.getFields().stream().map(FieldDescriptor::getName).toList()));
      }
      at = isObject(field) ? field.getMessageType() : null;
    }
    if (isObject(field)) {
      throw Failure.invalidField(
          key, "is made of parts; say '%s.%s'".formatted(key, at.getFields().get(0).getName()));
    }
    return field;
  }

  private static FieldDescriptor named(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getName().equals(name) || field.getJsonName().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** Whether a field is said by its parts, and not in one text. */
  static boolean isObject(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
        && !field.getMessageType().getFile().getPackage().equals("google.protobuf");
  }

  private static String kind(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT, LONG -> "a whole number";
      case FLOAT, DOUBLE -> "a number";
      case BOOLEAN -> "true or false";
      case ENUM ->
          "one of "
              + String.join(
                  ", ", field.getEnumType().getValues().stream().map(v -> v.getName()).toList());
      case MESSAGE ->
          field.getMessageType().equals(Timestamp.getDescriptor())
              ? "a time such as 2026-05-14T12:00:00Z"
              : "a " + field.getMessageType().getName();
      case STRING, BYTE_STRING -> "a text";
    };
  }
}
