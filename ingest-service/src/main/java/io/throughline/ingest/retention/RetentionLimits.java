package io.throughline.ingest.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** How much the journal keeps. */
@ConfigMapping(prefix = "throughline.retention")
public interface RetentionLimits {
  /** The age from which a batch is removed; absent: no batch is removed for its age. */
  Optional<Duration> age();

  /** How many bytes of batches are kept, about; absent: no batch is removed for its size. */
  OptionalLong bytes();

  /** For how long a follower that is not heard of holds retention back. */
  @WithDefault("P7D")
  Duration followerPatience();

  /** How often to look whether there is something to remove. */
  @WithDefault("PT1M")
  Duration pause();

  /** How many batches one transaction removes, or measures. */
  @WithDefault("1000")
  int stepBatches();

  /** Whether anything is ever removed. */
  default boolean isLimited() {
    return age().isPresent() || bytes().isPresent();
  }
}
