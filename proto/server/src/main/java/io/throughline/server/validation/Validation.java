package io.throughline.server.validation;

import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.Violation;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;

/** Checks messages against the rules of the contract. Thread-safe. */
@ApplicationScoped
public class Validation {
  private final Validator validator = ValidatorFactory.newBuilder().build();
  private final Plans plans = new Plans(this::keepsRules);

  /**
   * Does nothing where the message keeps every rule.
   *
   * @throws Failure FIELDS_INVALID with every violation
   */
  public void check(Message message) {
    List<BadRequest.FieldViolation> violations = violations(message);
    if (!violations.isEmpty()) {
      throw invalid(violations);
    }
  }

  /** The failure for violations, of which there is at least one. */
  public static Failure invalid(List<BadRequest.FieldViolation> violations) {
    BadRequest.FieldViolation first = violations.get(0);
    String message =
        first.getField().isEmpty()
            ? first.getDescription()
            : first.getField() + ": " + first.getDescription();
    if (violations.size() > 1) {
      message += " (and %d more)".formatted(violations.size() - 1);
    }
    return Failure.of(ErrorReason.ERROR_REASON_FIELDS_INVALID, message).violations(violations);
  }

  /** Every broken rule with the path of its field ({@code batch.events[3].run_started.name}). */
  public List<BadRequest.FieldViolation> violations(Message message) {
    return plans.accept(message) ? List.of() : evaluate(message);
  }

  /** The same without the short way. */
  List<BadRequest.FieldViolation> evaluate(Message message) {
    List<BadRequest.FieldViolation> violations = new ArrayList<>();
    ImpossibleValues.find(message, "", violations::add);
    try {
      validator.validate(message).getViolations().stream()
          .map(Validation::violation)
          .forEach(violations::add);
      return violations;
    } catch (DateTimeException e) {
      if (violations.isEmpty()) {
        throw e;
      }
      return violations; // of an impossible time, which the rules cannot read
    } catch (ValidationException e) {
      throw new IllegalStateException("a rule of the contract cannot be evaluated", e);
    }
  }

  private static BadRequest.FieldViolation violation(Violation broken) {
    build.buf.validate.Violation told = broken.toProto();
    return BadRequest.FieldViolation.newBuilder()
        .setField(path(told.getField()))
        .setDescription(description(broken, told))
        .setReason(reason(told.getRuleId()))
        .build();
  }

  private static String description(Violation broken, build.buf.validate.Violation told) {
    Violation.FieldValue text = broken.getFieldValue();
    Violation.FieldValue pattern = broken.getRuleValue();
    return told.getRuleId().equals("string.pattern") && text != null && pattern != null
        ? PatternWords.of(
            String.valueOf(text.getValue()), String.valueOf(pattern.getValue()), told.getMessage())
        : told.getMessage();
  }

  /** Builds what checking messages of a type takes, which their first check would do otherwise. */
  void prepare(Message prototype) {
    var unusedAnswer = plans.accept(prototype);
    var unusedViolations = evaluate(prototype);
  }

  private boolean keepsRules(Message message) {
    try {
      return validator.validate(message).isSuccess();
    } catch (ValidationException e) {
      throw new IllegalStateException("a rule of the contract cannot be evaluated", e);
    }
  }

  private static String path(FieldPath path) {
    StringBuilder text = new StringBuilder();
    for (FieldPathElement element : path.getElementsList()) {
      if (!text.isEmpty()) {
        text.append('.');
      }
      text.append(element.getFieldName());
      if (element.hasIndex()) {
        text.append('[').append(element.getIndex()).append(']');
      }
    }
    return text.toString();
  }

  private static String reason(String ruleId) {
    return ruleId.toUpperCase(java.util.Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
  }
}
