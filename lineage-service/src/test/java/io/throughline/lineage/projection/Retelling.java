package io.throughline.lineage.projection;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.lineage.projection.History.Said;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tells a history in another way that means the same. */
public final class Retelling {
  private final Random random;

  public Retelling(long seed) {
    this.random = new Random(seed);
  }

  /**
   * The events in another order that keeps the order of conflicting ones, some of them twice (right
   * behind the first among those that conflict).
   */
  public List<Said> shuffleAndDuplicate(List<Said> history) {
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

  /** The events in batches of random sizes. */
  public List<Batch> batches(List<Said> history, int largest) {
    List<Batch> batches = new ArrayList<>();
    int i = 0;
    while (i < history.size()) {
      String scope = history.get(i).scope();
      Batch.Builder batch = Batch.newBuilder().setScope(scope);
      int events = 1 + random.nextInt(largest);
      while (events-- > 0 && i < history.size() && history.get(i).scope().equals(scope)) {
        batch.addEvents(history.get(i++).event());
      }
      batches.add(batch.build());
    }
    return batches;
  }

  /** The batches as a journal keeps them that has worked off its purges. */
  static List<Batch> bury(List<Batch> told) {
    List<Batch> buried = new ArrayList<>(told);
    for (int i = 0; i < told.size(); i++) {
      Batch purging = told.get(i);
      if (purging.getEventsList().stream().anyMatch(Event::hasExperimentPurged)) {
        for (int before = 0; before < i; before++) {
          if (buried.get(before).getScope().equals(purging.getScope())) {
            buried.set(before, buried.get(before).toBuilder().clearEvents().build());
          }
        }
      }
    }
    return buried;
  }
}
