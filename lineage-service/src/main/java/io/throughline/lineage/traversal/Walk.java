package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.v1.Edge;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk over the graph, level by level, breadth first: the edges of a slice of a level come in
 * one query, and what was seen is not walked again. A last look beyond the last level finds the
 * edges within it, and what was cut off.
 */
final class Walk {

  /**
   * What a slice has found.
   *
   * @param nodes those that were entered
   * @param edges those between nodes that have been entered by now, each once
   */
  record Part(List<Seen> nodes, List<Edge> edges) {}

  private record Key(String source, int kind, String target, long instance) {}

  /** How many nodes' edges are asked for at once. */
  private static final int SLICE = 2_000;

  /** How many edges of a slice are looked at: what has more is cut off. */
  private static final int MOST_EDGES = 50_000;

  private static final int EDGES_PER_NODE = 20;

  private final Graph graph;
  private final String tenant;
  private final Moment moment;
  private final Rules rules;
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private final List<Seen> next = new ArrayList<>();
  private List<Seen> level = List.of();
  private int at;
  private int distance;
  private boolean truncated;
  private Ahead ahead;

  Walk(Graph graph, String tenant, Moment moment, Rules rules, GraphName start) {
    this.graph = graph;
    this.tenant = tenant;
    this.moment = moment;
    this.rules = rules;
    next.add(see(start, 0));
  }

  /** Reads what a small surrounding of the start needs; otherwise the first look does. */
  Uni<Walk> readAhead() {
    GraphName start = seen.values().iterator().next().name();
    return (moment.isNow() && rules.mayGoAnywhere()
            ? Ahead.of(graph, tenant, rules, start, limit())
            : Uni.createFrom().item(Ahead.NOTHING))
        .invoke(read -> ahead = read)
        .replaceWith(this);
  }

  /** The parts as they are found; the start is in none. */
  Multi<Part> parts() {
    return Multi.createBy().repeating().uni(this::slice).whilst(part -> !isDone());
  }

  /** Looks at a whole level. */
  Uni<List<Part>> level() {
    return Multi.createBy()
        .repeating()
        .uni(this::slice)
        .whilst(part -> at < level.size())
        .collect()
        .asList();
  }

  /** The nodes that were entered, the start first, then by distance. */
  Collection<Seen> seen() {
    return seen.values();
  }

  /** When the graph was as it is walked. */
  Moment moment() {
    return moment;
  }

  boolean isTruncated() {
    return truncated;
  }

  /** How many nodes the next level looks at; 0: there is nothing more to look at. */
  int frontier() {
    return at < level.size() ? level.size() - at : next.size();
  }

  private boolean isDone() {
    return frontier() == 0;
  }

  private Uni<Part> slice() {
    if (at >= level.size()) {
      level = List.copyOf(next);
      next.clear();
      at = 0;
      distance++;
    }
    List<Seen> slice = level.subList(at, Math.min(at + SLICE, level.size()));
    at += slice.size();
    return links(slice)
        .map(
            links -> {
              if (links.size() >= limit()) {
                truncated = true;
                slice.forEach(Seen::cutHere);
              }
              Part part = take(links);
              slice.forEach(Seen::look);
              return part;
            });
  }

  private int limit() {
    return Math.min(MOST_EDGES, EDGES_PER_NODE * rules.maxNodes());
  }

  /** The edges of some nodes: those that were read ahead, and those that are asked for. */
  private Uni<List<Link>> links(List<Seen> slice) {
    if (ahead == null) {
      return readAhead().chain(() -> links(slice));
    }
    List<Link> known = new ArrayList<>();
    List<GraphName> unknown = new ArrayList<>();
    for (Seen node : slice) {
      List<Link> links = ahead.of(node.name());
      if (links == null) {
        unknown.add(node.name());
      } else {
        known.addAll(links);
      }
    }
    if (unknown.isEmpty()) {
      return Uni.createFrom().item(known);
    }
    return graph
        .first(
            EdgeQuery.sql(moment, rules),
            EdgeQuery.values(tenant, moment, rules, unknown, limit()),
            row -> Link.all(row, moment.isNow() && rules.nodesOnly()))
        .map(
            asked -> {
              asked.ifPresent(known::addAll);
              return known;
            });
  }

  private Part take(List<Link> links) {
    Map<String, Link> unseen = unseen(links);
    List<Seen> entered = enter(unseen);
    if (rules.nodesOnly() && entered.size() == unseen.size()) {
      return new Part(entered, List.of());
    }
    Map<Key, Edge> edges = new LinkedHashMap<>();
    for (Link link : links) {
      Seen source = seen.get(link.source());
      Seen target = seen.get(link.target());
      if (source != null && target != null) {
        if (!rules.nodesOnly() && !isTold(source, target)) {
          edges.computeIfAbsent(key(link), key -> link.edge());
        }
      } else if (rules.mayEnter(other(link))) {
        truncated = true;
        (source == null ? target : source).cutHere();
      }
    }
    return new Part(entered, edges.values().stream().sorted(Link.ORDER).toList());
  }

  /**
   * Whether an edge was found from its other end before: only a walk of both ways finds it twice.
   */
  private boolean isTold(Seen source, Seen target) {
    return rules.up() && rules.down() && (source.looked() || target.looked());
  }

  /** The names at the ends of edges that are new, with an edge that leads there. */
  private Map<String, Link> unseen(List<Link> links) {
    Map<String, Link> unseen = new HashMap<>();
    for (Link link : links) {
      if (rules.up()) {
        addUnseen(unseen, link.source(), link);
      }
      if (rules.down()) {
        addUnseen(unseen, link.target(), link);
      }
    }
    return unseen;
  }

  private void addUnseen(Map<String, Link> unseen, String end, Link link) {
    if (!seen.containsKey(end)) {
      unseen.merge(end, link, Walk::first);
    }
  }

  /** Which of two edges leads to a node does not depend on the order in which they were read. */
  private static Link first(Link one, Link other) {
    int order = one.source().compareTo(other.source());
    return (order == 0 ? one.target().compareTo(other.target()) : order) <= 0 ? one : other;
  }

  private List<Seen> enter(Map<String, Link> unseen) {
    List<Seen> entered = new ArrayList<>();
    List<String> names = new ArrayList<>(unseen.keySet());
    Collections.sort(names);
    for (String end : names) {
      if (distance > rules.maxHops() || seen.size() >= rules.maxNodes()) {
        break;
      }
      GraphName name = other(unseen.get(end));
      if (rules.mayEnter(name)) {
        Seen node = see(name, distance);
        entered.add(node);
        if (rules.mayPass(name)) {
          next.add(node);
        }
      }
    }
    return entered;
  }

  /**
   * The name at the end of an edge that is not seen. A name of no known collection lives in the
   * scope of the node at the other end.
   */
  private GraphName other(Link link) {
    Seen known = seen.get(link.source());
    return known == null
        ? GraphName.of(link.source(), seen.get(link.target()).name().scope())
        : GraphName.of(link.target(), known.name().scope());
  }

  private Seen see(GraphName name, int hops) {
    Seen node = new Seen(name, hops);
    seen.put(name.text(), node);
    return node;
  }

  private static Key key(Link link) {
    return new Key(link.source(), link.kind(), link.target(), link.instance());
  }
}
