package io.throughline.load.drive;

import io.throughline.load.workload.ProducerName;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * What is sent, how much, and how fast.
 *
 * @param name the load's name, which leads the ids of its experiments and producers
 * @param producers how many producers count batches
 * @param experiments among how many experiments they are shared out
 * @param streams how many streams they share
 * @param connections how many connections the streams share
 * @param window how many unanswered batches a producer may have
 * @param rate batches a second over all producers, at random moments (Poisson); empty: each
 *     producer sends its next batch as soon as its window has room
 * @param duration for how long batches are sent
 * @param batches after how many batches it ends earlier
 * @param warmUp how long it runs before it measures
 * @param patience how long answers are waited for: on a silent stream, and in the end
 * @param duplicates the share of batches that are sent a second time at once, from 0 to 1
 * @param dropLate whether what is due and not sent when the duration is over is dropped
 * @param seed what moments and values follow from
 */
public record Plan(
    String name,
    int producers,
    int experiments,
    int streams,
    int connections,
    int window,
    OptionalDouble rate,
    Duration duration,
    OptionalLong batches,
    Duration warmUp,
    Duration patience,
    double duplicates,
    boolean dropLate,
    long seed) {

  /** The producers, shared out among the experiments in turn. */
  public List<ProducerName> producerNames() {
    return IntStream.range(0, producers)
        .mapToObj(
            i ->
                new ProducerName(
                    i, "%s-%d".formatted(name, i % experiments), "%s-p%d".formatted(name, i)))
        .toList();
  }

  /** Whether a producer waits for its window, so that latency says nothing of waiting. */
  public boolean isClosed() {
    return rate.isEmpty();
  }
}
