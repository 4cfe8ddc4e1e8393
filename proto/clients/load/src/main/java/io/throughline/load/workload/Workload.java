package io.throughline.load.workload;

import io.throughline.event.v1.Batch;

/** A kind of traffic. Thread-safe. */
public interface Workload {

  /**
   * A batch. The same producer and number always give the same bytes.
   *
   * @param producer who sends it
   * @param number the producer's count, from 1
   */
  Batch batch(ProducerName producer, long number);

  /** How many points a batch has; 0 where it has none. */
  int pointsPerBatch();

  /** How many events a batch has but the first one, which also starts the producer's run. */
  int eventsPerBatch();
}
