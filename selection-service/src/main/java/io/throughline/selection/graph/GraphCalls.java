package io.throughline.selection.graph;

import com.google.rpc.ErrorInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.AbstractStub;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.peer.PeerChannels;
import io.throughline.server.peer.ServiceToken;
import io.throughline.server.status.Failure;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Calls to lineage-service with the service's own token, a deadline and a few retries. */
@ApplicationScoped
public class GraphCalls {
  private static final long DEADLINE_SECONDS = 15;
  private static final int RETRIES = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LAST_PAUSE = Duration.ofMillis(500);

  /**
   * Codes with which gRPC itself tells that the connection could not be made, or broke before or
   * within an answer. What lineage-service itself answers has a reason beside it.
   */
  private static final Set<Status.Code> BROKEN =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.CANCELLED);

  private static final Set<Status.Code> NO_ANSWER =
      Set.of(
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED);

  private final ManagedChannel channel;
  private final ServiceToken token;

  /** The peer is the one of {@code throughline.lineage.address}. */
  public GraphCalls(
      @ConfigProperty(name = "throughline.lineage.address") String address, ServiceToken token) {
    this.channel = PeerChannels.channel(address);
    this.token = token;
  }

  /**
   * Calls, and tries again where lineage-service does not answer. What it refuses passes through.
   *
   * <p>Fails with DEPENDENCY_UNAVAILABLE where it still does not answer.
   */
  public <S extends AbstractStub<S>, T> Uni<T> call(
      String tenant, Function<ManagedChannel, S> stub, Function<S, Uni<T>> call) {
    return Uni.createFrom()
        .deferred(
            () ->
                call.apply(
                    stub.apply(channel)
                        .withCallCredentials(token.credentials(tenant))
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)))
        .onFailure(GraphCalls::broken)
        .invoke(failed -> channel.resetConnectBackoff())
        .onFailure(GraphCalls::broken)
        .retry()
        .withBackOff(FIRST_PAUSE, LAST_PAUSE)
        .atMost(RETRIES)
        .onFailure(failed -> broken(root(failed)) || unanswered(root(failed)))
        .transform(failed -> unavailable());
  }

  /** The same, where NOT_FOUND is a good answer. */
  public <S extends AbstractStub<S>, T> Uni<Optional<T>> find(
      String tenant, Function<ManagedChannel, S> stub, Function<S, Uni<T>> call) {
    return call(tenant, stub, call)
        .map(Optional::of)
        .onFailure(failed -> code(failed) == Status.Code.NOT_FOUND)
        .recoverWithItem(Optional.empty());
  }

  private static Failure unavailable() {
    return Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "lineage-service does not answer in time; try again, with the same request id")
        .retryAfter(Duration.ofSeconds(1));
  }

  private static boolean broken(Throwable failed) {
    return failed instanceof StatusRuntimeException
        && BROKEN.contains(code(failed))
        && !explained(failed);
  }

  private static boolean unanswered(Throwable failed) {
    return NO_ANSWER.contains(code(failed)) && !explained(failed);
  }

  /** Whether the peer itself says why it cannot, so that it did answer. */
  private static boolean explained(Throwable failed) {
    boolean ours =
        code(failed) == Status.Code.UNAUTHENTICATED
            || code(failed) == Status.Code.PERMISSION_DENIED;
    com.google.rpc.Status status = StatusProto.fromThrowable(failed);
    return !ours
        && status != null
        && status.getDetailsList().stream().anyMatch(any -> any.is(ErrorInfo.class));
  }

  private static Throwable root(Throwable failed) {
    Throwable root = failed;
    while (!(root instanceof StatusRuntimeException) && root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Whether an answer was larger than this service accepts. */
  public static boolean tooLarge(Throwable failed) {
    return code(failed) == Status.Code.RESOURCE_EXHAUSTED && !explained(failed);
  }

  private static Status.Code code(Throwable failed) {
    return failed instanceof StatusRuntimeException status
        ? status.getStatus().getCode()
        : Status.Code.UNKNOWN;
  }

  @PreDestroy
  void close() {
    channel.shutdownNow();
  }
}
