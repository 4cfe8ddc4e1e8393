package io.throughline.ingest.follower;

import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Event;
import io.throughline.ingest.v1.FollowRequest;
import io.throughline.ingest.v1.GetJournalRequest;
import io.throughline.ingest.v1.Journal;
import io.throughline.ingest.v1.JournalServiceGrpc.JournalServiceStub;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Follows the journal and applies it to a projection, from where the projection's cursors stand: in
 * order per partition, each batch exactly once, whatever breaks in between and however many
 * replicas do the same: they share the partitions. Lost connections are opened again with growing
 * pauses. Only a journal that disagrees with the cursors stops it for good.
 */
public final class Follower implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Follower.class);

  private final JournalServiceStub journal;
  private final FollowerOptions options;
  private final CursorTable cursors;
  private final LeaseTable leases;
  private final GroupTransaction transaction;
  private final AppliedPositions positions;
  private final CursorReports reports;
  private final LagWatch lagWatch;
  private final Pauses pauses = new Pauses(Duration.ofMillis(50), Duration.ofSeconds(5));
  private volatile FollowerState state = new FollowerState(FollowerState.Phase.STOPPED, "");
  private volatile boolean closed;
  private volatile Session session;

  /**
   * A follower that does nothing until {@link #start}.
   *
   * @param journal the journal, with credentials that may read every tenant
   * @param pool the projection's database, where {@link FollowerTables} exist by the time that the
   *     follower starts (until then it tries again)
   * @param effect what the projection makes of a batch
   */
  public Follower(JournalServiceStub journal, Pool pool, FollowerOptions options, Effect effect) {
    this.journal = journal;
    this.options = options;
    this.cursors = new CursorTable(pool, options.schema());
    this.leases = new LeaseTable(pool, options);
    QuarantineTable quarantine = new QuarantineTable(pool, options.schema());
    this.transaction = new GroupTransaction(pool, cursors, quarantine, effect);
    this.positions = new AppliedPositions(cursors, options.poll());
    this.reports = new CursorReports(journal, options.name(), cursors, options.report());
    this.lagWatch = new LagWatch(journal, quarantine, cursors, positions);
  }

  /** Begins to follow, in the background. */
  public void start() {
    connect();
    reports.start();
    lagWatch.start();
  }

  /**
   * Stops to follow, and leaves the partitions to the other replicas. A group that is being applied
   * ends by itself.
   */
  @Override
  public void close() {
    closed = true;
    reports.close();
    lagWatch.close();
    become(FollowerState.Phase.STOPPED, "");
    Session open = session;
    if (open != null) {
      open.close();
    }
    leases
        .leave()
        .subscribe()
        .with(
            left -> {}, fault -> LOG.debugf("leases are left to run out: %s", fault.getMessage()));
  }

  /** The partitions that this replica applies; the others are other replicas'. */
  public Set<Integer> partitions() {
    Session open = session;
    return open == null ? Set.of() : open.epochs().keySet();
  }

  /** What the follower is doing. */
  public FollowerState state() {
    return state;
  }

  /** How far the projection has come, as far as this replica knows. */
  public Position position() {
    return positions.applied();
  }

  /**
   * Completes when the projection has applied everything up to a position, by this replica or
   * another. Fails with NOT_CAUGHT_UP when that takes longer than allowed.
   */
  public Uni<Void> awaitPosition(Position wanted, Duration atMost) {
    return positions.await(wanted, atMost);
  }

  /** How far the projection is behind. */
  public Lag lag() {
    Session open = session;
    return lagWatch.lag(open == null ? Optional.empty() : open.oldestWaiting());
  }

  /**
   * Down when the follower has stopped for good, or is too far behind. A projection that lags less,
   * or whose journal is away for a while, still answers.
   *
   * @param name the check's name
   * @param longest how long the oldest batch may wait to be applied
   */
  public HealthCheckResponse health(String name, Duration longest) {
    FollowerState now = state;
    Lag lag = lag();
    return HealthCheckResponse.named(name)
        .status(now.phase() != FollowerState.Phase.DIVERGED && lag.age().compareTo(longest) <= 0)
        .withData("lag_positions", lag.positions())
        .withData("lag_seconds", lag.age().toSeconds())
        .withData("quarantined", lag.quarantined())
        .withData("phase", now.phase().name())
        .withData("reason", now.reason())
        .withData("position", position().toString())
        .build();
  }

  private void connect() {
    if (closed) {
      return;
    }
    become(FollowerState.Phase.CONNECTING, state.reason());
    Calls.unary(GetJournalRequest.getDefaultInstance(), journal::getJournal)
        .map(Journal::getPartitionCount)
        .chain(cursors::open)
        .chain(leases::begin)
        .subscribe()
        .with(this::follow, this::reconnect);
  }

  private void follow(Holdings holdings) {
    positions.advance(holdings.cursors());
    Session next = holdings.own().isEmpty() ? null : open(holdings);
    become(next == null ? FollowerState.Phase.STANDBY : FollowerState.Phase.FOLLOWING, "");
    if (closed) {
      close();
    } else {
      renewLater(next);
    }
  }

  private Session open(Holdings holdings) {
    Session next = new Session(options, transaction, leases, holdings, new SessionEvents());
    session = next;
    FollowRequest.Builder request = FollowRequest.newBuilder().setFollower(options.name());
    for (Lease lease : holdings.own()) {
      if (lease.cursor().position() > 0) {
        request.addCursors(lease.cursor().toMessage());
      }
      if (!holdings.isEverything()) {
        request.addPartitions(lease.partition());
      }
    }
    options.kinds().stream().map(Event.KindCase::getNumber).sorted().forEach(request::addKinds);
    journal.follow(request.build(), next);
    if (closed) {
      next.close();
    }
    return next;
  }

  /** Renews the leases of a session (null: none) as long as it is the present one. */
  private void renewLater(Session of) {
    Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(LeaseTable.pause(options))
        .chain(() -> closed || of != session ? Uni.createFrom().nullItem() : leases.renew())
        .subscribe()
        .with(found -> renewed(of, found), fault -> notRenewed(of, fault));
  }

  private void renewed(Session of, Holdings found) {
    if (closed || found == null) {
      return;
    }
    positions.advance(found.cursors());
    boolean same = found.epochs().equals(of == null ? Map.of() : of.epochs());
    if (same) {
      renewLater(of);
    } else if (leave(of)) {
      LOG.infof(
          "replica '%s' applies partitions %s now", options.replica(), found.epochs().keySet());
      if (of != null) {
        of.close();
      }
      follow(found);
    }
  }

  private void notRenewed(Session of, Throwable fault) {
    LOG.warnf("leases are not renewed: %s", fault.getMessage());
    renewLater(of);
  }

  /** Whether the session was the present one; now there is none. */
  private synchronized boolean leave(Session of) {
    if (session != of) {
      return false;
    }
    session = null;
    return true;
  }

  private void reconnect(Throwable cause) {
    if (closed) {
      return;
    }
    Duration pause = pauses.next();
    become(FollowerState.Phase.CONNECTING, String.valueOf(cause.getMessage()));
    LOG.infof("the journal is away, next try in %d ms: %s", pause.toMillis(), cause.getMessage());
    Uni.createFrom().voidItem().onItem().delayIt().by(pause).subscribe().with(ignored -> connect());
  }

  private void become(FollowerState.Phase phase, String reason) {
    state = new FollowerState(phase, reason);
  }

  private static boolean isDivergence(Throwable cause) {
    com.google.rpc.Status status = StatusProto.fromThrowable(cause);
    return status != null
        && status.getCode() == Status.Code.ABORTED.value()
        && status.getDetailsList().stream()
            .filter(detail -> detail.is(com.google.rpc.ErrorInfo.class))
            .anyMatch(Follower::saysDiverged);
  }

  private static boolean saysDiverged(com.google.protobuf.Any detail) {
    try {
      String reason = detail.unpack(com.google.rpc.ErrorInfo.class).getReason();
      return ("ERROR_REASON_" + reason).equals(ErrorReason.ERROR_REASON_JOURNAL_DIVERGED.name());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      return false;
    }
  }

  private final class SessionEvents implements Session.Events {

    @Override
    public void delivering() {
      pauses.reset();
    }

    @Override
    public void applied(PartitionCursor cursor) {
      if (!state.reason().isEmpty() && state.phase() == FollowerState.Phase.FOLLOWING) {
        become(FollowerState.Phase.FOLLOWING, "");
      }
      positions.advance(cursor);
    }

    @Override
    public void stalled(PartitionCursor at, Throwable fault) {
      String reason =
          "partition %d waits at position %d: %s"
              .formatted(at.partition(), at.position(), fault.getMessage());
      become(FollowerState.Phase.FOLLOWING, reason);
      LOG.warn(reason);
    }

    @Override
    public void ended(Session over, Throwable cause) {
      if (!leave(over)) {
        return;
      }
      if (isDivergence(cause)) {
        become(FollowerState.Phase.DIVERGED, String.valueOf(cause.getMessage()));
        LOG.errorf("stopped: %s", cause.getMessage());
      } else {
        reconnect(cause);
      }
    }
  }
}
