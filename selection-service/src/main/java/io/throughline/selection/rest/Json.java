package io.throughline.selection.rest;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.throughline.server.status.Failure;
import io.throughline.server.validation.Validation;
import jakarta.enterprise.context.ApplicationScoped;

/** Messages of the contract as protobuf JSON, validated as gRPC requests are. */
@ApplicationScoped
public class Json {
  private final Validation validation;

  Json(Validation validation) {
    this.validation = validation;
  }

  /**
   * Reads a request's body.
   *
   * @throws Failure FIELDS_INVALID where it is not JSON of that message, or breaks its rules
   */
  @SuppressWarnings("unchecked")
  public <T extends Message> T read(String body, T type) {
    Message.Builder builder = type.newBuilderForType();
    try {
      JsonFormat.parser().merge(body, builder);
    } catch (InvalidProtocolBufferException e) {
      throw Failure.invalidField(
          "body",
          "is not JSON of %s: %s".formatted(type.getDescriptorForType().getName(), e.getMessage()));
    }
    return (T) valid(builder.build());
  }

  /**
   * A request made from a route's own parts.
   *
   * @throws Failure FIELDS_INVALID where it breaks the rules of the contract
   */
  public <T extends Message> T valid(T request) {
    validation.check(request);
    return request;
  }

  /** Prints an answer, with what is false, 0 or empty in it, so that nobody has to guess. */
  public String print(Message message) {
    try {
      return JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message with an Any of an unknown type", e);
    }
  }
}
