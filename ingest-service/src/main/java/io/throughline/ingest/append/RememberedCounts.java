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
  private static final long UNKNOWN = -1;

  private final int partition;
  private long head = UNKNOWN;

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
    if (head == UNKNOWN) {
      return Optional.empty();
    }
    Map<ProducerKey, Count> before = new HashMap<>();
    Map<ProducerKey, Count> last = new HashMap<>();
    for (Submission submission : group) {
      BatchKey key = submission.key();
      Count count = last.get(key.producer());
      if (count == null) {
        count = counts.get(key.producer());
        before.put(key.producer(), count);
      }
      if (count == null || !count.isFollowedBy(key) || submission.purges()) {
        return Optional.empty();
      }
      last.put(key.producer(), new Count(key.epoch(), key.number()));
    }
    return Optional.of(new Numbering(partition, head, before, Map.of()).decideAll(group));
  }

  /**
   * Remembers what a committed group has left behind. Where it began elsewhere than the last one
   * ended, somebody else has appended in between, perhaps for producers that are remembered.
   */
  void remember(Numbering numbering) {
    if (numbering.firstHead() != head) {
      counts.clear();
    }
    head = numbering.head();
    counts.putAll(numbering.counts());
  }
}
