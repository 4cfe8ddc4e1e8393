package io.throughline.ingest.append;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/**
 * What a replica takes from producers, how much it holds until it is durable, and commits at once.
 */
@ConfigMapping(prefix = "throughline.append")
public interface AppendLimits {
  /** How many bytes a second each producer may send, on average; 0: as many as it likes. */
  @WithDefault("0")
  long producerBytesPerSecond();

  /** How many bytes a producer that was silent may send at once. */
  @WithDefault("16777216")
  long producerBurstBytes();

  /** How many batches may wait, over all partitions. */
  @WithDefault("20000")
  int queueBatches();

  /** How many bytes of batches may be checked or wait, over all partitions. */
  @WithDefault("67108864")
  long queueBytes();

  /** How many batches one transaction takes. */
  @WithDefault("512")
  int groupBatches();

  /** How many bytes one transaction takes, give or take one batch. */
  @WithDefault("8388608")
  int groupBytes();

  /**
   * How many transactions the appenders begin in a second at most, all of them together, beyond a
   * burst of a few; 0: as many as they can. Under load this makes groups large.
   */
  @WithDefault("400")
  int groupsPerSecond();

  /** How long an {@code Append} without a deadline of its own waits for its turn. */
  @WithDefault("PT30S")
  Duration longestWait();

  /**
   * How many unanswered batches a stream may have; it is read no further until they are answered.
   */
  @WithDefault("256")
  int streamWindow();
}
