package io.throughline.server.status;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.throughline.error.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A failed call, complete as it goes out: code, message and details. Immutable; each method adds a
 * detail.
 */
public final class Failure extends StatusRuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String DOMAIN = "throughline";
  private static final String PREFIX = "ERROR_REASON_";
  private static final int MAX_VIOLATIONS = 100;

  /** Clients refuse trailers of more than 8 KiB, and these go out in Base64. */
  private static final int TRAILER_BYTES = 4096;

  private static final int MESSAGE_LENGTH = 512;
  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  private final ErrorReason reason;
  private final transient com.google.rpc.Status status;
  private final transient Details details;

  private record Details(
      Map<String, String> metadata,
      List<BadRequest.FieldViolation> violations,
      List<Message> others) {}

  private Failure(ErrorReason reason, String message, Details details) {
    this(
        reason,
        details,
        pack(reason, message, details, details.violations.size()),
        pack(reason, shortened(message), details, fitting(details.violations)));
  }

  private Failure(
      ErrorReason reason,
      Details details,
      com.google.rpc.Status status,
      com.google.rpc.Status trailer) {
    super(Codes.of(reason).toStatus().withDescription(trailer.getMessage()), trailers(trailer));
    this.reason = reason;
    this.details = details;
    this.status = status;
  }

  /**
   * A failure for a reason; the code follows from the reason.
   *
   * @param message one sentence that names the value's fault and the remedy
   */
  public static Failure of(ErrorReason reason, String message) {
    return new Failure(reason, message, new Details(Map.of(), List.of(), List.of()));
  }

  /** There is no resource of that name. */
  public static Failure notFound(String type, String name) {
    return of(ErrorReason.ERROR_REASON_NOT_FOUND, "%s '%s' does not exist".formatted(type, name))
        .resource(type, name);
  }

  /** One field breaks the rules of the contract. */
  public static Failure invalidField(String field, String description) {
    return of(ErrorReason.ERROR_REASON_FIELDS_INVALID, "%s: %s".formatted(field, description))
        .violation(field, description);
  }

  /** Adds a variable of the message to the ErrorInfo's metadata. */
  public Failure with(String key, String value) {
    Map<String, String> metadata = new TreeMap<>(details.metadata);
    metadata.put(key, value);
    return new Failure(
        reason, status.getMessage(), new Details(metadata, details.violations, details.others));
  }

  /**
   * Adds a field violation. Past a hundred, and in the trailers of a call past 4 KiB, they are only
   * counted.
   */
  public Failure violation(String field, String description) {
    return violations(
        List.of(
            BadRequest.FieldViolation.newBuilder()
                .setField(field)
                .setDescription(description)
                .build()));
  }

  /** Adds field violations; see {@link #violation}. */
  public Failure violations(List<BadRequest.FieldViolation> more) {
    List<BadRequest.FieldViolation> violations = new ArrayList<>(details.violations);
    violations.addAll(more);
    return new Failure(
        reason, status.getMessage(), new Details(details.metadata, violations, details.others));
  }

  /** Names the resource that the failure is about. */
  public Failure resource(String type, String name) {
    return detail(ResourceInfo.newBuilder().setResourceType(type).setResourceName(name).build());
  }

  /** Says when trying again may help. */
  public Failure retryAfter(Duration delay) {
    return detail(
        RetryInfo.newBuilder().setRetryDelay(Durations.fromMillis(delay.toMillis())).build());
  }

  public ErrorReason reason() {
    return reason;
  }

  /** What was said with {@link #with} under a key. */
  public Optional<String> metadata(String key) {
    return Optional.ofNullable(details.metadata.get(key));
  }

  /** The whole failure as a message, for refusals inside a stream and for REST. */
  public com.google.rpc.Status status() {
    return status;
  }

  /** The reason as it stands in ErrorInfo: without the enumeration's prefix. */
  public static String word(ErrorReason reason) {
    return reason.name().substring(PREFIX.length());
  }

  private Failure detail(Message detail) {
    List<Message> others = new ArrayList<>(details.others);
    others.add(detail);
    return new Failure(
        reason, status.getMessage(), new Details(details.metadata, details.violations, others));
  }

  private static String shortened(String message) {
    return message.length() <= MESSAGE_LENGTH
        ? message
        : message.substring(0, MESSAGE_LENGTH) + "…";
  }

  /** How many violations go into trailers; at least one where there is any. */
  private static int fitting(List<BadRequest.FieldViolation> violations) {
    int bytes = 0;
    for (int i = 0; i < violations.size(); i++) {
      bytes += violations.get(i).getSerializedSize();
      if (bytes > TRAILER_BYTES) {
        return Math.max(1, i);
      }
    }
    return violations.size();
  }

  private static com.google.rpc.Status pack(
      ErrorReason reason, String message, Details details, int most) {
    Map<String, String> metadata = new TreeMap<>(details.metadata);
    int violations = details.violations.size();
    int listed = Math.min(MAX_VIOLATIONS, Math.min(most, violations));
    if (violations > listed) {
      metadata.put("violations", Integer.toString(violations));
    }
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(Codes.of(reason).value())
            .setMessage(message)
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(word(reason))
                        .setDomain(DOMAIN)
                        .putAllMetadata(metadata)
                        .build()));
    if (violations > 0) {
      status.addDetails(
          Any.pack(
              BadRequest.newBuilder()
                  .addAllFieldViolations(details.violations.subList(0, listed))
                  .build()));
    }
    details.others.forEach(other -> status.addDetails(Any.pack(other)));
    return status.build();
  }

  private static Metadata trailers(com.google.rpc.Status status) {
    Metadata trailers = new Metadata();
    trailers.put(DETAILS, status);
    return trailers;
  }
}
