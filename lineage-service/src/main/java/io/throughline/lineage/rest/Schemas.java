package io.throughline.lineage.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Schemas of messages as {@code JsonFormat} prints them, each message once. */
final class Schemas {
  private static final String PATH = "#/components/schemas/";
  private static final String ERROR_NAME = "Error";

  /** What a failed call answers. */
  static final Schema ERROR = OASFactory.createSchema().ref(PATH + ERROR_NAME);

  private final Map<String, Schema> byName = new TreeMap<>();

  Map<String, Schema> all() {
    return byName;
  }

  /** Adds what a failed call answers: the {@code google.rpc.Status} under {@code error}. */
  void error() {
    Schema status =
        object(
            Map.of(
                "code", type(Schema.SchemaType.INTEGER),
                "message", text(),
                "details", type(Schema.SchemaType.ARRAY).items(type(Schema.SchemaType.OBJECT))));
    byName.put(ERROR_NAME, object(Map.of("error", status)));
  }

  /** A message, by reference. */
  Schema of(Descriptor message) {
    String name = message.getName();
    if (!byName.containsKey(name)) {
      Map<String, Schema> properties = new TreeMap<>();
      byName.put(name, object(properties));
      message.getFields().forEach(field -> properties.put(field.getJsonName(), of(field)));
      byName.put(name, object(properties));
    }
    return OASFactory.createSchema().ref(PATH + name);
  }

  /** A field. */
  Schema of(FieldDescriptor field) {
    Schema one = single(field);
    return field.isRepeated() ? type(Schema.SchemaType.ARRAY).items(one) : one;
  }

  private Schema single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> type(Schema.SchemaType.INTEGER).format("int32");
      case LONG -> text().format("int64");
      case FLOAT, DOUBLE -> type(Schema.SchemaType.NUMBER).format("double");
      case BOOLEAN -> type(Schema.SchemaType.BOOLEAN);
      case STRING -> text();
      case BYTE_STRING -> text().format("byte");
      case ENUM ->
          text()
              .enumeration(
                  field.getEnumType().getValues().stream()
                      .<Object>map(EnumValueDescriptor::getName)
                      .toList());
      case MESSAGE ->
          Requests.isObject(field)
              ? of(field.getMessageType())
              : wellKnown(field.getMessageType().getName());
    };
  }

  private static Schema wellKnown(String name) {
    return name.equals("Timestamp") ? text().format("date-time") : text();
  }

  static Schema text() {
    return type(Schema.SchemaType.STRING);
  }

  private static Schema object(Map<String, Schema> properties) {
    return type(Schema.SchemaType.OBJECT).properties(properties);
  }

  private static Schema type(Schema.SchemaType type) {
    return OASFactory.createSchema().type(List.of(type));
  }
}
