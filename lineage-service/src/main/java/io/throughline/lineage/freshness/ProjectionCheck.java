package io.throughline.lineage.freshness;

import io.throughline.lineage.generation.Generations;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as long as the journal that is followed is the one that was followed, and the generation
 * that answers was complete once.
 */
@Readiness
@ApplicationScoped
public class ProjectionCheck implements HealthCheck {
  private final Following following;
  private final Generations generations;

  ProjectionCheck(Following following, Generations generations) {
    this.following = following;
    this.generations = generations;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponse follower = following.follower().health("projection");
    if (generations.isComplete()) {
      return follower;
    }
    return HealthCheckResponse.named("projection")
        .down()
        .withData("reason", "the graph is being made for this version of the program")
        .withData("position", following.follower().position().toString())
        .build();
  }
}
