package io.throughline.selection.observation;

import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Event.KindCase;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerMetrics;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.follower.FollowerTables;
import io.throughline.ingest.follower.FollowerTraces;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.server.access.Caller;
import io.throughline.server.peer.PeerChannels;
import io.throughline.server.peer.ServiceToken;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Follows the journal from start to stop, for every tenant. */
@ApplicationScoped
public class Following {
  private static final String SCHEMA = "observed";
  private static final Duration AT_MOST = Duration.ofSeconds(10);
  private static final Duration WAY_HOME = Duration.ofMillis(50);
  private static final int GROUP_BATCHES = 512;

  /** Some ten thousand observations, of which each takes many times as much once it is read. */
  private static final int GROUP_BYTES = 512 << 10;

  /** A group for each partition. */
  private static final int BUFFERED_GROUPS = 8;

  private static final Set<KindCase> KINDS =
      Set.of(
          KindCase.POPULATION_DECLARED,
          KindCase.TRIAL_DECLARED,
          KindCase.TRIAL_ALLOCATION_CHANGED,
          KindCase.TRIAL_STOPPED,
          KindCase.PREDICTIONS_OBSERVED,
          KindCase.EXPOSURES_OBSERVED,
          KindCase.OUTCOMES_OBSERVED,
          KindCase.UNIT_ERASED);

  /** After how long a silent replica's partitions go to the others. */
  private static final Duration LEASE = Duration.ofSeconds(6);

  private final Pool pool;
  private final ManagedChannel channel;
  private final Follower follower;
  private final Duration longest;
  private volatile boolean stopped;

  Following(
      Pool pool,
      ServiceToken token,
      Observations observations,
      MeterRegistry registry,
      Tracer tracer,
      @ConfigProperty(name = "throughline.ingest.address") String address,
      @ConfigProperty(name = "throughline.replica") String replica,
      @ConfigProperty(name = "throughline.readiness.lag") Duration longest) {
    this.pool = pool;
    this.channel = PeerChannels.channel(address);
    this.longest = longest;
    FollowerMetrics metrics = new FollowerMetrics(registry, "observations");
    FollowerTraces traces = new FollowerTraces(tracer, "observations");
    this.follower =
        new Follower(
            JournalServiceGrpc.newStub(channel)
                .withCallCredentials(token.credentials(Caller.EVERY_TENANT)),
            pool,
            new FollowerOptions(
                "selection." + SCHEMA,
                SCHEMA,
                KINDS,
                GROUP_BATCHES,
                GROUP_BYTES,
                BUFFERED_GROUPS * GROUP_BATCHES,
                BUFFERED_GROUPS * GROUP_BYTES,
                Duration.ofMillis(10),
                Duration.ofSeconds(30),
                replica,
                LEASE),
            metrics.measured(traces.traced(observations)));
    metrics.watch(() -> follower);
  }

  void start(@Observes StartupEvent started) {
    pool.query(FollowerTables.ddl(SCHEMA))
        .execute()
        .onFailure()
        .retry()
        .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5))
        .until(failed -> !stopped)
        .subscribe()
        .with(created -> follower.start(), failed -> follower.close());
  }

  void stop(@Observes ShutdownEvent stopping) {
    stopped = true;
    follower.close();
    channel.shutdownNow();
  }

  /** How far observations have been applied, as far as this replica knows. */
  public Position position() {
    return follower.position();
  }

  /**
   * Completes when everything up to a position is applied, bounded by the deadline of the call on
   * whose thread it is asked.
   *
   * @param position the text of an acknowledgement; empty: completes at once
   * @throws Failure (as a failure) POSITION_INVALID, or NOT_CAUGHT_UP where it takes too long
   */
  public Uni<Void> await(String position) {
    try {
      return follower.awaitPosition(Position.parse(position), patience());
    } catch (IllegalArgumentException e) {
      return Uni.createFrom()
          .failure(
              Failure.of(ErrorReason.ERROR_REASON_POSITION_INVALID, "position: " + e.getMessage()));
    }
  }

  HealthCheckResponse health() {
    return follower.health("observations", longest);
  }

  private static Duration patience() {
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return AT_MOST;
    }
    Duration left = Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS)).minus(WAY_HOME);
    return left.compareTo(AT_MOST) < 0 ? left.isNegative() ? Duration.ofMillis(1) : left : AT_MOST;
  }

  /**
   * Ready as long as the journal that is followed is the one that was followed, and observations
   * are not too far behind it.
   */
  @Readiness
  @ApplicationScoped
  public static class Check implements HealthCheck {
    private final Following following;

    Check(Following following) {
      this.following = following;
    }

    @Override
    public HealthCheckResponse call() {
      return following.health();
    }
  }
}
