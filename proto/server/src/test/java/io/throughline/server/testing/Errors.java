package io.throughline.server.testing;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;

/** Reads what a failed call carries. */
public final class Errors {
  private Errors() {}

  /** The reason of the ErrorInfo; empty where there is none. */
  public static String reason(Throwable failed) {
    return detail(failed, ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
  }

  /** A variable of the ErrorInfo; empty where there is none. */
  public static String metadata(Throwable failed, String key) {
    return detail(failed, ErrorInfo.class)
        .map(info -> info.getMetadataOrDefault(key, ""))
        .orElse("");
  }

  /** The fields of the violations. */
  public static List<String> fields(Throwable failed) {
    return detail(failed, BadRequest.class).map(BadRequest::getFieldViolationsList).stream()
        .flatMap(List::stream)
        .map(BadRequest.FieldViolation::getField)
        .toList();
  }

  /** A detail of the status. */
  public static <T extends Message> Optional<T> detail(Throwable failed, Class<T> type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failed);
    if (status == null) {
      return Optional.empty();
    }
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        try {
          return Optional.of(any.unpack(type));
        } catch (InvalidProtocolBufferException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return Optional.empty();
  }
}
