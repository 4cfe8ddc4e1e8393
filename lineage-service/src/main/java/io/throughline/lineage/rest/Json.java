package io.throughline.lineage.rest;

import com.google.common.hash.Hashing;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Messages as answers. */
final class Json {
  private static final JsonFormat.Printer PRINTER = JsonFormat.printer();

  private Json() {}

  /** The message; or that it is what the caller has already (304). */
  static Response of(Message message, Request request) {
    try {
      String text = PRINTER.print(message);
      EntityTag tag =
          new EntityTag(Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString());
      Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
      Response.ResponseBuilder response =
          unchanged == null
              ? Response.ok(text, MediaType.APPLICATION_JSON_TYPE).tag(tag)
              : unchanged;
      return response
          .header("X-Content-Type-Options", "nosniff")
          .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
          .build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
