package io.throughline.server.status;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Failures over REST: the HTTP status of the code, and {@code {"error": {code, message, details}}}
 * as in AIP-193.
 */
public class FailureMapper {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(ErrorInfo.getDescriptor())
                  .add(BadRequest.getDescriptor())
                  .add(ResourceInfo.getDescriptor())
                  .add(RetryInfo.getDescriptor())
                  .build());

  /**
   * Answers a failed call; what the framework itself refuses (unknown route, method) keeps its
   * status.
   */
  @ServerExceptionMapper
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException refused) {
      return refused.getResponse();
    }
    return toResponse(Failures.of(thrown));
  }

  /** The answer for a failure. */
  public static Response toResponse(StatusRuntimeException failure) {
    return Response.status(Codes.http(failure.getStatus().getCode()))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(body(StatusProto.fromThrowable(failure)))
        .build();
  }

  private static String body(com.google.rpc.Status status) {
    try {
      return "{\"error\":" + PRINTER.print(status) + "}";
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("status details of an unknown type", e);
    }
  }
}
