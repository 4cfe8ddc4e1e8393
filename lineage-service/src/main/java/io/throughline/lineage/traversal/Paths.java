package io.throughline.lineage.traversal;

import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths between two nodes of a part of the graph, the shortest first, then by the names on the
 * way. A node comes in a path at most once.
 */
final class Paths {
  /**
   * How many edges the enumeration tries at most: of a dense graph the paths are without number.
   */
  private static final int MOST_TRIES = 200_000;

  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::getTarget)
          .thenComparingInt(Edge::getKindValue)
          .thenComparing(edge -> edge.getStartTime().getSeconds());

  private final String target;
  private final int mostPaths;
  private final Map<String, List<Edge>> outgoing = new HashMap<>();
  private final Map<String, Integer> toTarget = new HashMap<>();
  private final List<Path> paths = new ArrayList<>();
  private int tries;

  Paths(Collection<Edge> edges, String target, int mostPaths) {
    this.target = target;
    this.mostPaths = mostPaths;
    for (Edge edge : new HashSet<>(edges)) {
      outgoing.computeIfAbsent(edge.getSource(), source -> new ArrayList<>()).add(edge);
    }
    outgoing.values().forEach(list -> list.sort(ORDER));
    measure(edges);
  }

  /** The paths of at most so many edges; one more than asked for where there are more. */
  List<Path> from(String source, int maxHops) {
    Integer shortest = toTarget.get(source);
    if (shortest != null) {
      for (int length = Math.max(shortest, 1); length <= maxHops && isOpen(); length++) {
        extend(source, length, new ArrayDeque<>(), new HashSet<>(Set.of(source)));
      }
    }
    return paths;
  }

  /** Whether it gave up before all were found. */
  boolean isExhausted() {
    return tries >= MOST_TRIES;
  }

  private boolean isOpen() {
    return paths.size() <= mostPaths && !isExhausted();
  }

  private void extend(String node, int left, Deque<Edge> way, Set<String> passed) {
    if (left == 0) {
      if (node.equals(target)) {
        paths.add(Path.newBuilder().addAllEdges(way).build());
      }
      return;
    }
    for (Edge edge : outgoing.getOrDefault(node, List.of())) {
      tries++;
      String end = edge.getTarget();
      boolean arrives = end.equals(target);
      if (!isOpen()) {
        return;
      }
      if (toTarget.getOrDefault(end, left) < left && arrives == (left == 1) && passed.add(end)) {
        way.addLast(edge);
        extend(end, left - 1, way, passed);
        way.removeLast();
        passed.remove(end);
      }
    }
  }

  /** How far each node is from the target, against the edges. */
  private void measure(Collection<Edge> edges) {
    Map<String, List<String>> incoming = new HashMap<>();
    for (Edge edge : edges) {
      incoming.computeIfAbsent(edge.getTarget(), end -> new ArrayList<>()).add(edge.getSource());
    }
    Deque<String> open = new ArrayDeque<>(List.of(target));
    toTarget.put(target, 0);
    while (!open.isEmpty()) {
      String node = open.removeFirst();
      for (String before : incoming.getOrDefault(node, List.of())) {
        if (toTarget.putIfAbsent(before, toTarget.get(node) + 1) == null) {
          open.addLast(before);
        }
      }
    }
  }
}
