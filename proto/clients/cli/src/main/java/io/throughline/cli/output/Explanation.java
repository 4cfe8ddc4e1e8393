package io.throughline.cli.output;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;

/** A failure in a line or two: what went wrong, and what to do. */
public final class Explanation {
  private static final int MOST_VIOLATIONS = 20;

  private Explanation() {}

  /** The explanation of whatever a command threw. */
  public static String of(Throwable failed) {
    if (failed instanceof StatusRuntimeException call) {
      return of(call);
    }
    String message = failed.getMessage();
    return "error: " + (message == null ? failed.getClass().getSimpleName() : message);
  }

  /** The reason of the ErrorInfo; empty where the mesh gave none. */
  public static String reason(StatusRuntimeException failed) {
    return detail(failed, ErrorInfo.getDefaultInstance()).map(ErrorInfo::getReason).orElse("");
  }

  /** What a status says; in words where gRPC has none of its own. */
  public static String words(Status status) {
    String description = status.getDescription();
    boolean wordless = description == null || description.equals("io exception");
    if (wordless && status.getCode() == Status.Code.UNAVAILABLE) {
      return "the mesh does not answer";
    }
    return description == null ? status.getCode().toString() : description;
  }

  private static String of(StatusRuntimeException failed) {
    Status status = failed.getStatus();
    StringBuilder text = new StringBuilder("error: ");
    text.append(words(status));
    detail(failed, BadRequest.getDefaultInstance())
        .filter(fields -> fields.getFieldViolationsCount() > 1)
        .ifPresent(
            fields ->
                fields.getFieldViolationsList().stream()
                    .limit(MOST_VIOLATIONS)
                    .forEach(
                        one ->
                            text.append(
                                "%n  %s: %s".formatted(one.getField(), one.getDescription()))));
    String remedy = remedy(status.getCode(), reason(failed));
    if (!remedy.isEmpty()) {
      text.append(System.lineSeparator()).append(remedy);
    }
    return text.toString();
  }

  private static String remedy(Status.Code code, String reason) {
    return switch (reason) {
      case "TOKEN_MISSING", "TOKEN_INVALID" ->
          "Give a token that this mesh accepts: --token-file FILE, or THROUGHLINE_TOKEN.";
      case "PERMISSION_MISSING" -> "Use a token whose groups hold that permission.";
      case "STALE_BASELINE" -> "Evaluate again: the candidate was compared with an older champion.";
      case "OUTCOME_PENDING" -> "Repeat with the same --request-id: the first outcome counts.";
      case "" ->
          switch (code) {
            case UNAVAILABLE -> "Is the mesh up (./throughline status), and the address right?";
            case UNIMPLEMENTED -> "The address answers, but is not that service of a mesh.";
            default -> "";
          };
      default -> "";
    };
  }

  private static <T extends com.google.protobuf.Message> Optional<T> detail(
      StatusRuntimeException failed, T type) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failed);
    if (status == null) {
      return Optional.empty();
    }
    try {
      for (Any any : status.getDetailsList()) {
        if (any.isSameTypeAs(type)) {
          return Optional.of(any.unpackSameTypeAs(type));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }
}
