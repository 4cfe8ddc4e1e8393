package io.throughline.lineage.request;

import io.grpc.StatusRuntimeException;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.freshness.Freshness;
import io.throughline.lineage.freshness.Journal;
import io.throughline.lineage.freshness.UnaryCall;
import io.throughline.server.access.Caller;
import io.throughline.server.peer.PeerCredentials;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How a door asks for a change: it appends the request to the journal with the caller's own token,
 * and waits until the projection has decided it.
 */
@ApplicationScoped
public class Petition {
  private static final Duration AT_LEAST = Duration.ofMillis(1);

  private final Journal journal;
  private final Freshness freshness;
  private final Outcomes outcomes;

  public Petition(Journal journal, Freshness freshness, Outcomes outcomes) {
    this.journal = journal;
    this.freshness = freshness;
    this.outcomes = outcomes;
  }

  /**
   * Asks for a change. To be called on the thread of the call, whose deadline bounds it. Asking
   * again with the same id is harmless: the journal keeps the request once.
   *
   * @param caller who asks
   * @param scope where it is decided
   * @param requestId the request's id
   * @param request the request's event
   * @param type what the request is about, for the error that names it
   * @return the name of what was created or moved; fails with the refusal, with OUTCOME_PENDING
   *     where the decision takes longer, or with UNAVAILABLE where the journal cannot be reached
   */
  public Uni<String> ask(
      Caller caller, String scope, String requestId, Event request, String type) {
    String tenant = caller.oneTenant();
    String id = requestId.toLowerCase(Locale.ROOT);
    Duration patience = Freshness.patience();
    long start = System.nanoTime();
    return append(caller, scope, id, request, patience)
        .chain(
            position -> {
              Duration left = patience.minusNanos(System.nanoTime() - start);
              return decision(tenant, scope, id, position, left);
            })
        .map(
            decision -> {
              if (decision.isGranted()) {
                return decision.granted();
              }
              throw decision.failure(type, scope);
            });
  }

  private Uni<String> append(
      Caller caller, String scope, String id, Event request, Duration patience) {
    Batch batch =
        Batch.newBuilder()
            .setScope(scope)
            .setProducer("request-" + id)
            .setEpoch(1)
            .setNumber(1)
            .addEvents(request)
            .build();
    JournalServiceGrpc.JournalServiceStub stub =
        JournalServiceGrpc.newStub(journal.channel())
            .withCallCredentials(PeerCredentials.forwarding(caller))
            .withDeadlineAfter(longest(patience).toNanos(), TimeUnit.NANOSECONDS);
    return UnaryCall.of(AppendRequest.newBuilder().setBatch(batch).build(), stub::append)
        .map(response -> response.getAcknowledgement().getPosition())
        .onFailure(Petition::isUnanswered)
        .transform(
            failure ->
                Failure.of(
                        ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
                        "the journal does not answer; try again with the same request id")
                    .with("request_id", id));
  }

  private Uni<Decision> decision(
      String tenant, String scope, String id, String position, Duration left) {
    return freshness
        .await(Position.parse(position), longest(left))
        .chain(() -> outcomes.find(tenant, scope, id))
        .onFailure(Petition::isNotCaughtUp)
        .transform(late -> pending(id, position))
        .map(found -> found.orElseThrow(() -> pending(id, position)).decision());
  }

  private static Failure pending(String id, String position) {
    return Failure.of(
            ErrorReason.ERROR_REASON_OUTCOME_PENDING,
            "the request is in the journal and not decided yet; ask GetOutcome, or repeat it with the"
                + " same request id")
        .with("request_id", id)
        .with("position", position);
  }

  private static boolean isNotCaughtUp(Throwable failure) {
    return failure instanceof Failure known
        && known.reason() == ErrorReason.ERROR_REASON_NOT_CAUGHT_UP;
  }

  private static boolean isUnanswered(Throwable failure) {
    return failure instanceof StatusRuntimeException failed
        && switch (failed.getStatus().getCode()) {
          case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> true;
          default -> false;
        };
  }

  private static Duration longest(Duration left) {
    return left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left;
  }
}
