package io.throughline.lineage.traversal;

import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.EdgeKind;
import io.throughline.lineage.v1.NodeKind;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import java.time.OffsetDateTime;
import java.util.Set;

/**
 * What a walk follows, enters and passes, and how far it goes.
 *
 * @param up towards what a node came from
 * @param down towards what came of it
 * @param maxHops how far from the start
 * @param maxNodes how many nodes
 * @param follows the kinds of edges that it follows; empty: all
 * @param enters the kinds of nodes that it enters; empty: all
 * @param stopKinds the kinds of nodes that it does not pass
 * @param stopNames the names of nodes that it does not pass
 * @param holdingAt only edges that held then; null: all
 * @param nodesOnly whether edges are of no interest
 */
record Rules(
    boolean up,
    boolean down,
    int maxHops,
    int maxNodes,
    Set<EdgeKind> follows,
    Set<NodeKind> enters,
    Set<NodeKind> stopKinds,
    Set<String> stopNames,
    OffsetDateTime holdingAt,
    boolean nodesOnly) {

  private static final int USUAL_HOPS = 5;
  private static final int MOST_HOPS = 20;
  private static final int USUAL_NODES = 1_000;

  /** The rules that a request gives, with this many nodes at most. */
  static Rules of(TraverseGraphRequest request, int mostNodes) {
    TraversalDirection direction = request.getDirection();
    return new Rules(
        direction != TraversalDirection.TRAVERSAL_DIRECTION_DOWN,
        direction != TraversalDirection.TRAVERSAL_DIRECTION_UP,
        cap(request.getMaxHops(), USUAL_HOPS, MOST_HOPS),
        cap(request.getMaxNodes(), USUAL_NODES, mostNodes),
        Set.copyOf(request.getEdgeKindsList()),
        Set.copyOf(request.getNodeKindsList()),
        Set.copyOf(request.getStopKindsList()),
        Set.copyOf(request.getStopNamesList()),
        request.hasHoldingAt() ? Times.of(request.getHoldingAt()) : null,
        request.getNodesOnly());
  }

  /** A walk one way along edges of these kinds. */
  static Rules along(boolean down, int maxHops, int maxNodes, Set<EdgeKind> follows) {
    return new Rules(
        !down, down, maxHops, maxNodes, follows, Set.of(), Set.of(), Set.of(), null, false);
  }

  /** The same, into nodes of these kinds alone, without passing those of one of them. */
  Rules into(Set<NodeKind> kinds, NodeKind last) {
    return new Rules(
        up, down, maxHops, maxNodes, follows, kinds, Set.of(last), stopNames, holdingAt, nodesOnly);
  }

  /** Whether every node may be entered and passed. */
  boolean mayGoAnywhere() {
    return enters.isEmpty() && stopKinds.isEmpty() && stopNames.isEmpty();
  }

  /** The numbers of the kinds of edges that are followed; null: all. */
  Short[] kindNumbers() {
    return follows.isEmpty()
        ? null
        : follows.stream().map(kind -> (short) kind.getNumber()).toArray(Short[]::new);
  }

  boolean mayEnter(GraphName name) {
    return enters.isEmpty() || enters.contains(name.kind());
  }

  boolean mayPass(GraphName name) {
    return !stopKinds.contains(name.kind()) && !stopNames.contains(name.text());
  }

  /** What was asked for, within what is usual and what is possible. */
  static int cap(int asked, int usual, int most) {
    return asked == 0 ? usual : Math.min(asked, most);
  }
}
