package io.throughline.selection.outbox;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.AppendRequest;
import io.throughline.ingest.v1.MutinyJournalServiceGrpc;
import io.throughline.server.peer.PeerChannels;
import io.throughline.server.peer.ServiceToken;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends the backlog to the journal, in order per scope, until it is acknowledged. Several replicas
 * may send the same batch: the journal has one effect of it.
 */
@ApplicationScoped
public class Sender {
  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final long IDLE_MILLIS = 500;
  private static final long DEADLINE_SECONDS = 10;
  private static final double SILENT_PEER_SECONDS = 2;
  private static final double REFUSED_SECONDS = 60;
  private static final Set<Status.Code> REFUSALS =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.ALREADY_EXISTS,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.OUT_OF_RANGE,
          Status.Code.UNIMPLEMENTED);

  private final Backlog backlog;
  private final ServiceToken token;
  private final Vertx vertx;
  private final ManagedChannel channel;
  private final long epoch;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean woken = new AtomicBoolean();
  private volatile boolean stopped;

  Sender(
      Backlog backlog,
      ServiceToken token,
      Vertx vertx,
      @ConfigProperty(name = "throughline.ingest.address") String address,
      @ConfigProperty(name = "throughline.outbox.epoch") long epoch) {
    this.backlog = backlog;
    this.token = token;
    this.vertx = vertx;
    this.channel = PeerChannels.channel(address);
    this.epoch = epoch;
  }

  void start(@Observes StartupEvent event) {
    backlog
        .raiseEpoch(epoch)
        .onFailure()
        .retry()
        .withBackOff(java.time.Duration.ofMillis(IDLE_MILLIS))
        .until(failed -> !stopped)
        .subscribe()
        .with(done -> vertx.setPeriodic(IDLE_MILLIS, timer -> wake()));
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    channel.shutdownNow();
  }

  /** Looks into the backlog now. Called when something was added. */
  public void wake() {
    woken.set(true);
    if (!stopped && running.compareAndSet(false, true)) {
      woken.set(false);
      drain().subscribe().with(again -> ended(again), failed -> ended(failed));
    }
  }

  private void ended(boolean again) {
    running.set(false);
    if (again || woken.get()) {
      wake();
    }
  }

  private void ended(Throwable failed) {
    LOG.warnf("The outbox cannot be read; trying again: %s", failed.getMessage());
    running.set(false);
  }

  /** Sends what is due; whether there may be more. */
  private Uni<Boolean> drain() {
    return backlog
        .due()
        .flatMap(
            due ->
                due.isEmpty()
                    ? Uni.createFrom().item(false)
                    : Uni.join()
                        .all(due.entrySet().stream().map(this::sendAll).toList())
                        .andCollectFailures()
                        .map(outcomes -> outcomes.contains(true)));
  }

  private Uni<Boolean> sendAll(Map.Entry<Backlog.Home, List<Backlog.Item>> scope) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Backlog.Item item : scope.getValue()) {
      all = all.flatMap(done -> send(item));
    }
    return all.replaceWith(true)
        .onFailure()
        .recoverWithUni(failed -> postpone(scope.getKey(), failed).replaceWith(false));
  }

  private Uni<Void> send(Backlog.Item item) {
    return Uni.createFrom()
        .deferred(
            () ->
                MutinyJournalServiceGrpc.newMutinyStub(channel)
                    .withCallCredentials(token.credentials(item.home().tenant()))
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .append(AppendRequest.newBuilder().setBatch(batch(item)).build()))
        .flatMap(answer -> backlog.sent(item, answer.getAcknowledgement().getPosition()));
  }

  private Uni<Void> postpone(Backlog.Home home, Throwable failed) {
    boolean refused = REFUSALS.contains(Status.fromThrowable(failed).getCode());
    if (refused) {
      LOG.errorf(
          "The journal refuses what goes out of %s: %s. Where this database was restored from a"
              + " backup, raise throughline.outbox.epoch.",
          home.scope(), failed.getMessage());
    } else {
      channel.resetConnectBackoff();
      LOG.debugf("The journal does not answer: %s", failed.getMessage());
    }
    return backlog.failed(home, refused ? REFUSED_SECONDS : SILENT_PEER_SECONDS);
  }

  private static Batch batch(Backlog.Item item) {
    try {
      return Batch.parseFrom(item.batch());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a batch in the outbox cannot be read", e);
    }
  }
}
