package io.throughline.lineage.traversal;

import io.throughline.lineage.graph.GraphName;

/** A node that a walk has entered. */
final class Seen {
  private final GraphName name;
  private final int hops;
  private boolean looked;
  private boolean cut;

  Seen(GraphName name, int hops) {
    this.name = name;
    this.hops = hops;
  }

  GraphName name() {
    return name;
  }

  /** How far from the start. */
  int hops() {
    return hops;
  }

  /** Whether its edges have been looked at in an earlier slice. */
  boolean looked() {
    return looked;
  }

  void look() {
    looked = true;
  }

  /** Whether it has edges that the bounds left out. */
  boolean cut() {
    return cut;
  }

  void cutHere() {
    cut = true;
  }
}
