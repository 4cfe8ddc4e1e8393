package io.throughline.selection.policy.text;

import com.google.rpc.BadRequest;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import java.util.List;

/** Faults of a text as a failed call. */
public final class Faults {
  private Faults() {}

  /**
   * POLICY_INVALID with a violation for each.
   *
   * @param text what is faulty, in words
   */
  public static Failure failure(String text, List<Fault> faults) {
    Fault first = faults.get(0);
    String more = faults.size() > 1 ? " (and %d more)".formatted(faults.size() - 1) : "";
    List<BadRequest.FieldViolation> violations =
        faults.stream()
            .map(
                fault ->
                    BadRequest.FieldViolation.newBuilder()
                        .setField(fault.field())
                        .setDescription("line %d: %s".formatted(fault.line(), fault.description()))
                        .build())
            .toList();
    return Failure.of(
            ErrorReason.ERROR_REASON_POLICY_INVALID,
            "%s not valid: line %d, %s: %s%s"
                .formatted(text, first.line(), first.field(), first.description(), more))
        .violations(violations);
  }
}
