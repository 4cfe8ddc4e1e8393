package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.store.Times;
import io.throughline.lineage.v1.Edge;
import io.throughline.lineage.v1.EdgeKind;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

  private static final String FOUND =
      """
      (SELECT e.source, e.kind, e.target, e.instance, e.start_time, e.end_time
      FROM unnest($2::text[], $3::text[]) AS f(scope, name)
      JOIN graph.edge AS e ON e.tenant = $1 AND e.scope = f.scope AND e.%s = f.name
      WHERE $%d AND ($6::smallint[] IS NULL OR e.kind = ANY ($6))
        AND ($7::timestamptz IS NULL
          OR (e.start_time <= $7 AND (e.end_time IS NULL OR e.end_time > $7)))
      LIMIT $8)""";
  private static final String EDGES =
      FOUND.formatted("source", 4) + " UNION ALL " + FOUND.formatted("target", 5);

  private final Graph graph;
  private final String tenant;
  private final Rules rules;
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private final List<Seen> next = new ArrayList<>();
  private List<Seen> level = List.of();
  private int at;
  private int distance;
  private boolean truncated;

  Walk(Graph graph, String tenant, Rules rules, GraphName start) {
    this.graph = graph;
    this.tenant = tenant;
    this.rules = rules;
    next.add(see(start, 0));
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
    int limit = Math.min(MOST_EDGES, EDGES_PER_NODE * rules.maxNodes());
    return graph
        .list(EDGES, values(slice, limit), row -> row)
        .map(
            rows -> {
              if (rows.size() >= limit) {
                truncated = true;
                slice.forEach(Seen::cutHere);
              }
              Part part = take(rows);
              slice.forEach(Seen::look);
              return part;
            });
  }

  private Tuple values(List<Seen> slice, int limit) {
    Short[] kinds =
        rules.follows().isEmpty()
            ? null
            : rules.follows().stream().map(k -> (short) k.getNumber()).toArray(Short[]::new);
    return Tuple.tuple()
        .addString(tenant)
        .addArrayOfString(slice.stream().map(s -> s.name().scope()).toArray(String[]::new))
        .addArrayOfString(slice.stream().map(s -> s.name().text()).toArray(String[]::new))
        .addBoolean(rules.down())
        .addBoolean(rules.up())
        .addArrayOfShort(kinds)
        .addOffsetDateTime(rules.holdingAt())
        .addInteger(limit);
  }

  private Part take(List<Row> rows) {
    List<Seen> entered = enter(unseen(rows));
    Map<Key, Edge> edges = new LinkedHashMap<>();
    for (Row row : rows) {
      Seen source = seen.get(row.getString("source"));
      Seen target = seen.get(row.getString("target"));
      if (source != null && target != null) {
        if (!rules.nodesOnly() && !isTold(source, target)) {
          edges.computeIfAbsent(key(row), key -> edge(row));
        }
      } else if (rules.mayEnter(other(row))) {
        truncated = true;
        (source == null ? target : source).cutHere();
      }
    }
    return new Part(entered, List.copyOf(edges.values()));
  }

  /**
   * Whether an edge was found from its other end before: only a walk of both ways finds it twice.
   */
  private boolean isTold(Seen source, Seen target) {
    return rules.up() && rules.down() && (source.looked() || target.looked());
  }

  /** The names at the ends of edges that are new, with an edge that leads there. */
  private Map<String, Row> unseen(List<Row> rows) {
    Map<String, Row> unseen = new TreeMap<>();
    for (Row row : rows) {
      for (String end : List.of(row.getString("source"), row.getString("target"))) {
        if (!seen.containsKey(end)) {
          unseen.putIfAbsent(end, row);
        }
      }
    }
    return unseen;
  }

  private List<Seen> enter(Map<String, Row> unseen) {
    List<Seen> entered = new ArrayList<>();
    for (Row row : unseen.values()) {
      if (distance > rules.maxHops() || seen.size() >= rules.maxNodes()) {
        break;
      }
      GraphName name = other(row);
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
  private GraphName other(Row row) {
    String source = row.getString("source");
    Seen known = seen.get(source);
    return known == null
        ? GraphName.of(source, seen.get(row.getString("target")).name().scope())
        : GraphName.of(row.getString("target"), known.name().scope());
  }

  private Seen see(GraphName name, int hops) {
    Seen node = new Seen(name, hops);
    seen.put(name.text(), node);
    return node;
  }

  private static Key key(Row row) {
    return new Key(
        row.getString("source"),
        row.getInteger("kind"),
        row.getString("target"),
        row.getLong("instance"));
  }

  private static Edge edge(Row row) {
    Edge.Builder edge =
        Edge.newBuilder()
            .setSource(row.getString("source"))
            .setTarget(row.getString("target"))
            .setKind(EdgeKind.forNumber(row.getInteger("kind")))
            .setStartTime(Times.toMessage(row.getOffsetDateTime("start_time")));
    if (row.getOffsetDateTime("end_time") != null) {
      edge.setEndTime(Times.toMessage(row.getOffsetDateTime("end_time")));
    }
    return edge.build();
  }
}
