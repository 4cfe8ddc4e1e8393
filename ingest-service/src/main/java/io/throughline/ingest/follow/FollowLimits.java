package io.throughline.ingest.follow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a replica reads for its followers. */
@ConfigMapping(prefix = "throughline.follow")
public interface FollowLimits {
  /** How often the heads of all partitions are looked at, while anybody follows. */
  @WithDefault("PT0.02S")
  Duration poll();

  /** How many batches are read ahead for a follower. */
  @WithDefault("256")
  int pageBatches();

  /** How many bytes of batches are read ahead for a follower, give or take one batch. */
  @WithDefault("1048576")
  long pageBytes();

  /** How many positions one read looks through for what the follower wants. */
  @WithDefault("10000")
  long scanPositions();
}
