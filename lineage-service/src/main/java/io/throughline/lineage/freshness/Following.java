package io.throughline.lineage.freshness;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.throughline.ingest.follower.Follower;
import io.throughline.ingest.follower.FollowerOptions;
import io.throughline.ingest.v1.JournalServiceGrpc;
import io.throughline.lineage.projection.Projector;
import io.throughline.lineage.store.Graph;
import io.throughline.server.access.Caller;
import io.throughline.server.peer.ServiceToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Follows the journal from start to stop, for every tenant. */
@ApplicationScoped
public class Following {
  private final Follower follower;

  public Following(Journal journal, ServiceToken token, Graph graph, Projector projector) {
    this.follower =
        new Follower(
            JournalServiceGrpc.newStub(journal.channel())
                .withCallCredentials(token.credentials(Caller.EVERY_TENANT)),
            graph.pool(),
            FollowerOptions.ofSchema(graph.generation().schema()),
            projector);
  }

  void start(@Observes StartupEvent started) {
    follower.start();
  }

  void stop(@Observes ShutdownEvent stopping) {
    follower.close();
  }

  Follower follower() {
    return follower;
  }

  /** Ready as long as the journal that is followed is the one that was followed. */
  @Readiness
  @ApplicationScoped
  public static class Check implements HealthCheck {
    private final Following following;

    Check(Following following) {
      this.following = following;
    }

    @Override
    public HealthCheckResponse call() {
      return following.follower().health("projection");
    }
  }
}
