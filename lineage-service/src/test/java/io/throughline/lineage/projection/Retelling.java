package io.throughline.lineage.projection;

import com.google.protobuf.ByteString;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.lineage.projection.History.Said;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tells a history in another way that means the same. */
final class Retelling {
  private static final int PARTITIONS = 3;

  private final Random random;

  Retelling(long seed) {
    this.random = new Random(seed);
  }

  /**
   * The events in another order that keeps the order of conflicting ones, some of them twice (right
   * behind the first among those that conflict).
   */
  List<Said> shuffleAndDuplicate(List<Said> history) {
    Map<String, Deque<Said>> queues = new LinkedHashMap<>();
    int lonely = 0;
    for (Said one : history) {
      String key =
          one.conflictKey().isEmpty()
              ? "lonely " + lonely++
              : one.scope() + " " + one.conflictKey();
      Deque<Said> queue = queues.computeIfAbsent(key, k -> new ArrayDeque<>());
      queue.add(one);
      if (random.nextInt(4) == 0) {
        queue.add(one);
      }
    }
    List<Deque<Said>> open = new ArrayList<>(queues.values());
    List<Said> retold = new ArrayList<>();
    while (!open.isEmpty()) {
      Deque<Said> queue = open.get(random.nextInt(open.size()));
      retold.add(queue.remove());
      open.removeIf(Deque::isEmpty);
    }
    return retold;
  }

  /** The events in batches of random sizes, and these in groups, each of one partition. */
  List<List<FollowedBatch>> groups(String tenant, List<Said> history, int largest) {
    long[] positions = new long[PARTITIONS];
    List<List<FollowedBatch>> groups = new ArrayList<>();
    int i = 0;
    while (i < history.size()) {
      List<FollowedBatch> group = new ArrayList<>();
      int partition = partition(history.get(i).scope());
      int batches = 1 + random.nextInt(3);
      while (batches-- > 0
          && i < history.size()
          && partition(history.get(i).scope()) == partition) {
        String scope = history.get(i).scope();
        Batch.Builder batch = Batch.newBuilder().setScope(scope);
        int events = 1 + random.nextInt(largest);
        while (events-- > 0 && i < history.size() && history.get(i).scope().equals(scope)) {
          batch.addEvents(history.get(i++).event());
        }
        group.add(
            new FollowedBatch(
                partition,
                ++positions[partition],
                ByteString.EMPTY,
                tenant,
                batch.build(),
                Instant.ofEpochSecond(random.nextInt(1_000_000))));
      }
      groups.add(group);
    }
    return groups;
  }

  private static int partition(String scope) {
    return Math.floorMod(scope.hashCode(), PARTITIONS);
  }
}
