package io.throughline.ingest.purge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How purges are worked off. */
@ConfigMapping(prefix = "throughline.purge")
public interface PurgeLimits {
  /** How often to look whether there is something to purge. */
  @WithDefault("PT5S")
  Duration pause();

  /** How many batches one transaction takes. */
  @WithDefault("500")
  int stepBatches();
}
