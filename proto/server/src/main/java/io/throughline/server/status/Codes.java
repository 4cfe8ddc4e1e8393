package io.throughline.server.status;

import io.grpc.Status;
import io.throughline.error.v1.ErrorReason;

/** Which canonical code each reason comes with, and which HTTP status each code. */
final class Codes {
  private Codes() {}

  static Status.Code of(ErrorReason reason) {
    return switch (reason) {
      case ERROR_REASON_TOKEN_MISSING, ERROR_REASON_TOKEN_INVALID -> Status.Code.UNAUTHENTICATED;
      case ERROR_REASON_PERMISSION_MISSING,
          ERROR_REASON_TENANT_FORBIDDEN,
          ERROR_REASON_APPROVER_IS_AUTHOR ->
          Status.Code.PERMISSION_DENIED;
      case ERROR_REASON_FIELDS_INVALID,
          ERROR_REASON_POSITION_INVALID,
          ERROR_REASON_PAGE_TOKEN_INVALID,
          ERROR_REASON_FILTER_INVALID,
          ERROR_REASON_MESSAGE_MALFORMED,
          ERROR_REASON_POLICY_INVALID,
          ERROR_REASON_WEBHOOK_ADDRESS_REFUSED ->
          Status.Code.INVALID_ARGUMENT;
      case ERROR_REASON_KIND_UNKNOWN -> Status.Code.UNIMPLEMENTED;
      case ERROR_REASON_NUMBER_GAP -> Status.Code.OUT_OF_RANGE;
      case ERROR_REASON_FENCED,
          ERROR_REASON_STATE_UNSUITABLE,
          ERROR_REASON_NOT_PASSED,
          ERROR_REASON_WAIVER_UNSUITABLE,
          ERROR_REASON_APPROVALS_MISSING ->
          Status.Code.FAILED_PRECONDITION;
      case ERROR_REASON_CONTENT_CHANGED, ERROR_REASON_ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case ERROR_REASON_JOURNAL_DIVERGED, ERROR_REASON_STALE_BASELINE -> Status.Code.ABORTED;
      case ERROR_REASON_OVERLOADED, ERROR_REASON_QUOTA_EXCEEDED, ERROR_REASON_STORAGE_FULL ->
          Status.Code.RESOURCE_EXHAUSTED;
      case ERROR_REASON_NOT_FOUND -> Status.Code.NOT_FOUND;
      case ERROR_REASON_OUTCOME_PENDING, ERROR_REASON_DEADLINE_PASSED ->
          Status.Code.DEADLINE_EXCEEDED;
      case ERROR_REASON_NOT_CAUGHT_UP, ERROR_REASON_DEPENDENCY_UNAVAILABLE ->
          Status.Code.UNAVAILABLE;
      case ERROR_REASON_UNSPECIFIED, ERROR_REASON_INTERNAL, UNRECOGNIZED -> Status.Code.INTERNAL;
    };
  }

  static int http(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
    };
  }
}
