package io.throughline.ingest.append;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of a partition and how far its producers had counted when a group was committed. Both
 * hold for as long as the head stands there, since whoever moves a count moves the head with it.
 */
final class RememberedCounts {
  private static final int MOST_PRODUCERS = 10_000;

  private final int partition;
  private Optional<Long> head = Optional.empty();

  /** Those of the producers that sent last. */
  private final Map<ProducerKey, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ProducerKey, Count> eldest) {
          return size() > MOST_PRODUCERS;
        }
      };

  RememberedCounts(int partition) {
    this.partition = partition;
  }

  /**
   * Decides on a group by what is remembered. It can only where every batch is simply the next one
   * of a known producer: whatever else is to be said of a batch, the journal itself must say.
   */
  Optional<Numbering> decide(List<Submission> group) {
    if (head.isEmpty()) {
      return Optional.empty();
    }
    Map<ProducerKey, Count> known = new HashMap<>();
    for (Submission submission : group) {
      BatchKey key = submission.key();
      Count count = known.get(key.producer());
      if (count == null) {
        count = counts.get(key.producer());
      }
      if (count == null || !count.isFollowedBy(key) || submission.purges()) {
        return Optional.empty();
      }
      known.put(key.producer(), new Count(key.epoch(), key.number()));
    }
    known.replaceAll((producer, count) -> counts.get(producer));
    return Optional.of(new Numbering(partition, head.get(), known, Map.of()).decideAll(group));
  }

  /** Remembers what a committed group has left behind. */
  void remember(Numbering numbering) {
    head = Optional.of(numbering.head());
    counts.putAll(numbering.counts());
  }

  /** Forgets the head: what becomes of it is not known until a group is committed. */
  void forget() {
    head = Optional.empty();
  }
}
