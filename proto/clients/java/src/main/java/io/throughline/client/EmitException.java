package io.throughline.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.throughline.event.v1.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * A batch did not get into the journal: refused, with the server's reason and every fault, or not
 * acknowledged within the patience. In the second case it may still have been appended; the emitter
 * keeps it and sends it again, first of all, with the next flush.
 */
public final class EmitException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final List<String> violations;

  private EmitException(String message, List<String> violations, Throwable cause) {
    super(message, cause);
    this.violations = List.copyOf(violations);
  }

  /** The faults that the server found, each as {@code field: what is wrong}; empty for others. */
  public List<String> violations() {
    return violations;
  }

  static EmitException of(Batch batch, StatusRuntimeException e) {
    String code = e.getStatus().getCode().name();
    List<String> violations = new ArrayList<>();
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    if (status != null) {
      for (Any detail : status.getDetailsList()) {
        try {
          if (detail.is(ErrorInfo.class)) {
            code += ", " + detail.unpack(ErrorInfo.class).getReason();
          } else if (detail.is(BadRequest.class)) {
            detail
                .unpack(BadRequest.class)
                .getFieldViolationsList()
                .forEach(v -> violations.add(v.getField() + ": " + v.getDescription()));
          }
        } catch (InvalidProtocolBufferException malformed) {
          violations.add("(a detail of the error cannot be read)");
        }
      }
    }
    StringBuilder message =
        new StringBuilder(
            "Batch %d of %s is not in the journal (%s): %s"
                .formatted(
                    batch.getNumber(), batch.getScope(), code, e.getStatus().getDescription()));
    violations.forEach(violation -> message.append(System.lineSeparator()).append(violation));
    return new EmitException(message.toString(), violations, e);
  }
}
