package io.throughline.lineage.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.throughline.server.name.ResourceKind;
import io.throughline.server.name.ResourceName;
import io.throughline.server.name.Scope;
import io.throughline.server.status.Failure;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Messages as JSON, and names from paths. */
final class Json {
  private static final JsonFormat.Printer PRINTER = JsonFormat.printer();

  private Json() {}

  static Response of(Message message) {
    try {
      return Response.ok(PRINTER.print(message), MediaType.APPLICATION_JSON_TYPE)
          .header("X-Content-Type-Options", "nosniff")
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The name that a path means; FIELDS_INVALID where an id is none. */
  static ResourceName name(String experiment, ResourceKind kind, String id) {
    try {
      return new ResourceName(new Scope(Scope.Kind.EXPERIMENT, experiment), kind, id);
    } catch (IllegalArgumentException e) {
      throw Failure.invalidField("name", e.getMessage());
    }
  }
}
