package io.throughline.ingest.append;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much a replica holds of what is not yet durable, and how much it commits at once. */
@ConfigMapping(prefix = "throughline.append")
public interface AppendLimits {
  /** How many batches may wait, over all partitions. */
  @WithDefault("20000")
  int queueBatches();

  /** How many bytes may wait, over all partitions. */
  @WithDefault("67108864")
  long queueBytes();

  /** How many batches one transaction takes. */
  @WithDefault("512")
  int groupBatches();

  /** How many bytes one transaction takes, give or take one batch. */
  @WithDefault("8388608")
  int groupBytes();

  /**
   * How many unanswered batches a stream may have; it is read no further until they are answered.
   */
  @WithDefault("256")
  int streamWindow();
}
