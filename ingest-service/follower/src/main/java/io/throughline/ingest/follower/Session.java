package io.throughline.ingest.follower;

import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.FollowResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One stream of the journal and what is read ahead of it, until the stream breaks. What is still
 * being applied then is left to end by itself: the cursor in the database decides what a next
 * session may apply.
 */
final class Session implements ClientResponseObserver<FollowRequest, FollowResponse> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final FollowerOptions options;
  private final GroupTransaction transaction;
  private final LeaseTable leases;
  private final Map<Integer, Long> epochs;
  private final Events events;
  private final Map<Integer, Lane> lanes;
  private final Budget budget;
  private volatile ClientCallStreamObserver<FollowRequest> call;
  private volatile boolean closed;

  /** What the session tells the follower. */
  interface Events {
    /** The stream has delivered something. */
    void delivering();

    /** The cursor has moved, by this replica or another. */
    void applied(PartitionCursor cursor);

    /** The steps cannot be applied for now, and are tried again. */
    void stalled(PartitionCursor at, Throwable fault);

    /** The session is over. */
    void ended(Session session, Throwable cause);
  }

  Session(
      FollowerOptions options,
      GroupTransaction transaction,
      LeaseTable leases,
      Holdings holdings,
      Events events) {
    this.options = options;
    this.transaction = transaction;
    this.leases = leases;
    this.epochs = holdings.epochs();
    this.events = events;
    this.lanes =
        holdings.own().stream()
            .map(Lane::new)
            .collect(Collectors.toMap(Session::partition, Function.identity()));
    this.budget = new Budget(options.bufferBatches(), options.bufferBytes());
  }

  private static int partition(Lane lane) {
    return lane.applied().partition();
  }

  /** The epoch of each partition that it applies. */
  Map<Integer, Long> epochs() {
    return epochs;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<FollowRequest> stream) {
    call = stream;
    stream.disableAutoRequestWithInitial(budget.take());
  }

  @Override
  public void onNext(FollowResponse response) {
    events.delivering();
    Step step = Step.of(response);
    Lane lane = lanes.get(step.after().partition());
    synchronized (this) {
      budget.received(step.bytes());
      lane.add(step);
      requestMore();
    }
    advance(lane);
  }

  @Override
  public void onError(Throwable cause) {
    end(cause);
  }

  @Override
  public void onCompleted() {
    end(Status.UNAVAILABLE.withDescription("the journal ended the stream").asRuntimeException());
  }

  /** Ends the stream; what is being applied ends by itself. */
  void close() {
    closed = true;
    ClientCallStreamObserver<FollowRequest> open = call;
    if (open != null) {
      open.cancel("the follower closes", null);
    }
  }

  /** When the oldest batch was appended that is not applied yet; empty where none has come. */
  synchronized Optional<Instant> oldestWaiting() {
    return lanes.values().stream()
        .flatMap(lane -> lane.oldest().stream())
        .min(Comparator.naturalOrder());
  }

  private void end(Throwable cause) {
    boolean first = !closed;
    closed = true;
    if (first) {
      events.ended(this, cause);
    }
  }

  private void advance(Lane lane) {
    List<Step> group;
    PartitionCursor from;
    synchronized (this) {
      if (closed || lane.isBusy()) {
        return;
      }
      lane.dropApplied().forEach(budget::released);
      group = lane.takeGroup(options.groupBatches(), options.groupBytes());
      from = lane.applied();
      requestMore();
    }
    if (!group.isEmpty()) {
      apply(lane, from, group);
    }
  }

  private void apply(Lane lane, PartitionCursor from, List<Step> group) {
    transaction
        .apply(from, lane.epoch(), group)
        .onFailure(fault -> !(fault instanceof CursorMovedException))
        .invoke(fault -> events.stalled(from, fault))
        .onFailure(fault -> !closed && !(fault instanceof CursorMovedException))
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .until(fault -> !closed && !(fault instanceof CursorMovedException))
        .subscribe()
        .with(
            after -> {
              synchronized (this) {
                lane.applied(after);
                group.forEach(budget::released);
              }
              goOn(lane);
            },
            fault -> lost(lane, group, from));
  }

  /** Another replica was first: goes on from where it has come to, unless that took it over. */
  private void lost(Lane lane, List<Step> group, PartitionCursor from) {
    if (closed) {
      return;
    }
    leases
        .read()
        .subscribe()
        .with(
            found ->
                found.leases().stream()
                    .filter(lease -> lease.partition() == from.partition())
                    .forEach(lease -> lost(lane, group, from, lease)),
            this::breakOff);
  }

  private void lost(Lane lane, List<Step> group, PartitionCursor from, Lease lease) {
    if (lease.epoch() != lane.epoch()) {
      breakOff(
          new IllegalStateException(
              "partition %d was taken over by replica '%s'"
                  .formatted(lease.partition(), lease.owner())));
      return;
    }
    moved(lane, group, from, lease.cursor());
  }

  private void moved(Lane lane, List<Step> group, PartitionCursor from, PartitionCursor to) {
    if (to.position() < from.position()) {
      breakOff(new IllegalStateException("the cursor was moved back to " + to));
      return;
    }
    synchronized (this) {
      lane.moved(to, group);
    }
    goOn(lane);
  }

  private void goOn(Lane lane) {
    events.applied(lane.applied());
    advance(lane);
  }

  private void requestMore() {
    int more = budget.take();
    if (more > 0) {
      call.request(more);
    }
  }

  private void breakOff(Throwable cause) {
    end(cause);
    call.cancel("the session starts anew", cause);
  }
}
