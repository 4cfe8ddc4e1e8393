package io.throughline.lineage.traversal;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.graph.GraphName;
import io.throughline.lineage.store.Graph;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The edges of the nodes that a walk is going to look at, read in one statement for all levels: of
 * a small surrounding all, of a large one those of the first levels.
 */
final class Ahead {
  /** How many edges are read ahead at most: what is more is worth a statement a level. */
  private static final int MOST_EDGES = 5_000;

  private static final String NODES =
      """
      SELECT looked, looked_scopes, sources, targets
      FROM graph.levels($1, $2, $3, $4, $5, $6, $7, $8, $9, true)""";

  private static final String EDGES =
      """
      SELECT looked, looked_scopes, sources, kinds, targets, instances, start_times, end_times
      FROM graph.levels($1, $2, $3, $4, $5, $6, $7, $8, $9, false)""";

  /** Nothing is read ahead. */
  static final Ahead NOTHING = new Ahead();

  private record Place(String scope, String name) {}

  private final Map<Place, List<Link>> links = new HashMap<>();

  private Ahead() {}

  /** What a walk by these rules, which enters and passes every node, looks at from a start. */
  static Uni<Ahead> of(Graph graph, String tenant, Rules rules, GraphName start, int limit) {
    return graph
        .list(
            rules.nodesOnly() ? NODES : EDGES,
            Tuple.tuple()
                .addString(tenant)
                .addString(start.scope())
                .addString(start.text())
                .addBoolean(rules.down())
                .addBoolean(rules.up())
                .addArrayOfShort(rules.kindNumbers())
                .addOffsetDateTime(rules.holdingAt())
                .addInteger(rules.maxHops() + 1)
                .addInteger(Math.min(MOST_EDGES, limit - 1)),
            row -> row)
        .map(
            rows -> {
              Ahead ahead = new Ahead();
              rows.forEach(row -> ahead.add(row, rules));
              return ahead;
            });
  }

  /** The edges of a node; null where they are not known. */
  List<Link> of(GraphName node) {
    return links.get(new Place(node.scope(), node.text()));
  }

  private void add(Row level, Rules rules) {
    String[] looked = level.getArrayOfStrings("looked");
    String[] scopes = level.getArrayOfStrings("looked_scopes");
    Map<String, List<Link>> byName = new HashMap<>();
    for (int i = 0; i < looked.length; i++) {
      List<Link> found = new ArrayList<>();
      byName.put(looked[i], found);
      links.put(new Place(scopes[i], looked[i]), found);
    }
    for (Link link : Link.all(level, rules.nodesOnly())) {
      if (rules.down() && byName.containsKey(link.source())) {
        byName.get(link.source()).add(link);
      }
      if (rules.up() && byName.containsKey(link.target())) {
        byName.get(link.target()).add(link);
      }
    }
  }
}
