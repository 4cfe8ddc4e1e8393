package io.throughline.server.message;

import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;

/**
 * Stands in a call for bytes that are no message of its method.
 *
 * @param fault what the parser says
 */
record Malformed(String fault) {

  /** What the caller is told. */
  Failure failure(String method) {
    return Failure.of(
            ErrorReason.ERROR_REASON_MESSAGE_MALFORMED,
            "what was sent is no request of %s: %s Send protobuf as the contract describes it."
                .formatted(method, fault))
        .with("method", method);
  }
}
