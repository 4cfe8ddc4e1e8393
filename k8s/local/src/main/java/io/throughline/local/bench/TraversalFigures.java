package io.throughline.local.bench;

import io.throughline.lineage.v1.GraphServiceGrpc;
import io.throughline.lineage.v1.GraphServiceGrpc.GraphServiceBlockingStub;
import io.throughline.lineage.v1.StreamGraphRequest;
import io.throughline.lineage.v1.Subgraph;
import io.throughline.lineage.v1.TraversalDirection;
import io.throughline.lineage.v1.TraverseGraphRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Traversals ten hops deep, in a usual experiment of 1,000 nodes and 5,000 edges, and in one of
 * 200,000 nodes and a million edges. Node i leads to five others among those after it, so that a
 * walk is as wide as their distance allows.
 */
final class TraversalFigures {
  private static final int USUAL = 1_000;
  private static final int LARGE = 200_000;
  private static final int USUAL_REACH = 30;
  private static final int LARGE_REACH = 5_200;
  private static final int HOPS = 10;
  private static final double OF_BARE = 2.5;
  private static final int WARM = 100;
  private static final int COUNT = 300;
  private static final int WARM_LARGE = 8;
  private static final int COUNT_LARGE = 20;
  private static final String LARGE_SCOPE = "experiments/bench-large";
  private static final String HOW =
      "%,d nodes and %,d edges in %,d experiments, filled by SQL straight into the tables of"
          + " lineage-service; the nodes of a walk with their attributes, over gRPC, as the"
          + " bare SQL answers them";

  private static final List<String> INDEXES = List.of("edge_target", "node_kind", "node_scope");

  private static final String NODES =
      """
      INSERT INTO graph.node (tenant, scope, name, kind, display_name, declared, create_time,
        time_stated, source_partition, recorded_from, mentioned)
      SELECT '-', s, s || '/runs/r' || lpad(i::text, 6, '0'), 3, '', true, now(), true, 0, 1, 1
      FROM (%s) AS e(s), generate_series(0, %d) AS i""";

  private static final String EDGES =
      """
      INSERT INTO graph.edge (tenant, scope, source, kind, target, instance, start_time,
        time_stated, mirrored, source_partition, recorded_from)
      SELECT '-', s, s || '/runs/r' || lpad(i::text, 6, '0'), 2,
        s || '/runs/r' || lpad(
          ((i + 1 + k * %3$d / 5 + abs(hashtext(i || '/' || k)) %% (%3$d / 5)) %% %2$d)::text,
          6, '0'),
        0, now(), true, false, 0, 1
      FROM (%1$s) AS e(s), generate_series(0, %2$d - 1) AS i, generate_series(0, 4) AS k""";

  /** The walk as one function: a frontier array joined to the edges level by level. */
  private static final String FUNCTION =
      """
      CREATE OR REPLACE FUNCTION public.walk(scope_ text, start_ text, depth int)
      RETURNS TABLE (reached text) LANGUAGE plpgsql AS $$
      DECLARE
        frontier text[] := ARRAY[start_];
      BEGIN
        CREATE TEMP TABLE IF NOT EXISTS seen (name text COLLATE "C" PRIMARY KEY)
          ON COMMIT DELETE ROWS;
        DELETE FROM seen;
        INSERT INTO seen VALUES (start_);
        FOR level IN 1 .. depth LOOP
          WITH found AS (
            INSERT INTO seen
            SELECT DISTINCT e.target FROM unnest(frontier) AS f(name)
            JOIN graph.edge AS e ON e.tenant = '-' AND e.scope = scope_ AND e.source = f.name
            ON CONFLICT DO NOTHING RETURNING name)
          SELECT array_agg(name) INTO frontier FROM found;
          EXIT WHEN frontier IS NULL;
        END LOOP;
        RETURN QUERY SELECT name::text FROM seen;
      END
      $$""";

  private static final String BARE =
      """
      SELECT n.name, n.kind, n.display_name, n.create_time
      FROM public.walk('%1$s', '%1$s/runs/r%2$06d', 10) AS w
      JOIN graph.node AS n ON n.tenant = '-' AND n.scope = '%1$s' AND n.name = w.reached""";

  private final GraphMesh mesh;
  private final GraphServiceBlockingStub door;
  private final int experiments;
  private int asked;

  TraversalFigures(GraphMesh mesh, int experiments) {
    this.mesh = mesh;
    this.door = GraphServiceGrpc.newBlockingStub(mesh.lineage());
    this.experiments = experiments;
  }

  void fill(Consumer<String> progress) throws IOException, SQLException {
    progress.accept("fills %d usual experiments and a large one".formatted(experiments));
    mesh.fillUnindexed(INDEXES, this::fill);
    mesh.execute("VACUUM ANALYZE graph.node");
    mesh.execute("VACUUM ANALYZE graph.edge");
    mesh.execute(FUNCTION);
  }

  private void fill() throws SQLException {
    String usual =
        "SELECT 'experiments/bench-' || lpad(x::text, 4, '0') FROM generate_series(1, %d) AS x"
            .formatted(experiments);
    String large = "VALUES ('%s')".formatted(LARGE_SCOPE);
    mesh.execute(NODES.formatted(usual, USUAL - 1));
    mesh.execute(NODES.formatted(large, LARGE - 1));
    mesh.execute(EDGES.formatted(usual, USUAL, USUAL_REACH));
    mesh.execute(EDGES.formatted(large, LARGE, LARGE_REACH));
  }

  List<Figure> measure() throws Exception {
    Latencies usual = Latencies.of(WARM, COUNT, () -> door.traverseGraph(usual(true)));
    Latencies edges = Latencies.of(WARM, COUNT, () -> door.traverseGraph(usual(false)));
    Latencies bareUsual =
        Latencies.of(
            WARM, COUNT, () -> mesh.bare(BARE.formatted(scope(++asked), asked * 7 % USUAL)).call());
    Callable<Integer> large = () -> reached(LARGE_SCOPE);
    Latencies largest = Latencies.of(WARM_LARGE, COUNT_LARGE, large);
    Callable<Integer> bare = mesh.bare(BARE.formatted(LARGE_SCOPE, 0));
    Latencies bareLargest = Latencies.of(WARM_LARGE, COUNT_LARGE, bare);
    if (!large.call().equals(bare.call())) {
      throw new BenchFailed("the service and the bare walk reach different numbers of nodes");
    }
    return List.of(
        Figure.beside("traversal_usual_p50", usual.p50(), "ms", 10, bareUsual.p50()).noted(size()),
        Figure.beside("traversal_usual_p99", usual.p99(), "ms", 60, bareUsual.p99()),
        Figure.beside("traversal_usual_with_edges_p50", edges.p50(), "ms", 10, bareUsual.p50()),
        Figure.alone("traversal_usual_of_bare", usual.p50() / bareUsual.p50(), "times", OF_BARE),
        Figure.beside("traversal_large_p50", largest.p50(), "ms", 250, bareLargest.p50()),
        Figure.alone(
            "traversal_large_of_bare", largest.p50() / bareLargest.p50(), "times", OF_BARE),
        Figure.atLeast("traversal_large_reached", large.call(), "nodes", 33_000));
  }

  private String size() {
    return HOW.formatted(
        experiments * USUAL + LARGE, 5 * (experiments * USUAL + LARGE), experiments + 1);
  }

  /** Another experiment and another start at every call. */
  private TraverseGraphRequest usual(boolean nodesOnly) {
    String scope = scope(++asked);
    return request("%s/runs/r%06d".formatted(scope, asked * 7 % USUAL))
        .setNodesOnly(nodesOnly)
        .build();
  }

  private String scope(int number) {
    return "experiments/bench-%04d".formatted(1 + number * 13 % experiments);
  }

  /** How many nodes a streamed walk of the large experiment reaches. */
  private int reached(String scope) {
    Iterator<Subgraph> parts =
        door.streamGraph(
            StreamGraphRequest.newBuilder()
                .setTraversal(
                    request(scope + "/runs/r000000").setMaxNodes(LARGE).setNodesOnly(true))
                .build());
    int nodes = 0;
    while (parts.hasNext()) {
      Subgraph part = parts.next();
      nodes += (int) part.getNodesList().stream().filter(node -> !node.getCut()).count();
    }
    return nodes;
  }

  private static TraverseGraphRequest.Builder request(String start) {
    return TraverseGraphRequest.newBuilder()
        .setStart(start)
        .setDirection(TraversalDirection.TRAVERSAL_DIRECTION_DOWN)
        .setMaxHops(HOPS);
  }
}
