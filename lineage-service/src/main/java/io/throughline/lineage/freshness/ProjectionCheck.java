package io.throughline.lineage.freshness;

import io.throughline.lineage.generation.Generations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as long as the journal that is followed is the one that was followed, the generation that
 * answers was complete once, and is not too far behind.
 */
@Readiness
@ApplicationScoped
public class ProjectionCheck implements HealthCheck {
  private final Following following;
  private final Generations generations;
  private final Duration longest;

  /**
   * The check of the graph.
   *
   * @param longest how long the oldest batch of the journal may wait to be in the graph
   */
  ProjectionCheck(
      Following following,
      Generations generations,
      @ConfigProperty(name = "throughline.readiness.lag") Duration longest) {
    this.following = following;
    this.generations = generations;
    this.longest = longest;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponse follower = following.follower().health("projection", longest);
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
