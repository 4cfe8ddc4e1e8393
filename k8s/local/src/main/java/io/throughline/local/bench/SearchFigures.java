package io.throughline.local.bench;

import com.google.protobuf.FieldMask;
import io.throughline.lineage.v1.CountRunsRequest;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** Search among 50,000 runs of one experiment, each with 20 parameters and 20 metrics. */
final class SearchFigures {
  private static final int PAGE = 100;
  private static final int WARM = 300;
  private static final int COUNT = 200;
  private static final String EXPERIMENT = "experiments/bench-search";
  private static final String HOW =
      "%,d runs with 20 parameters and 20 metrics each, filled by SQL straight into the tables of"
          + " lineage-service; pages of 100 whole runs, over gRPC";
  private static final String ONE = "params.p00 = 3";
  private static final String FOUR =
      "params.p00 = 3 AND params.p11 < 500 AND metrics.m03 < 0.5 AND metrics.m04 > 0.25";

  private static final String[] FILL = {
    """
    INSERT INTO graph.node (tenant, scope, name, kind, display_name, declared, create_time,
      time_stated, source_partition, recorded_from, mentioned)
    SELECT '-', s, s || '/runs/r' || lpad(i::text, 6, '0'), 3, '', true,
      now() - i * interval '1 minute', true, 0, 1, 1
    FROM (VALUES ('%1$s')) AS e(s), generate_series(1, %2$d) AS i""",
    """
    INSERT INTO graph.run (tenant, scope, name, step, start_time, start_stated, start_recorded,
      end_state, end_time, end_stated, end_recorded, source_partition)
    SELECT tenant, scope, name, 'train', create_time, true, 1, 2,
      create_time + interval '1 hour', true, 1, 0
    FROM graph.node WHERE tenant = '-' AND scope = '%1$s'""",
    """
    INSERT INTO graph.parameter (tenant, scope, run, kind, key, form, value, number, valid_time,
      source_partition, recorded_from)
    SELECT '-', '%1$s', run, 1, key, 2, number::text, number, now(), 0, 1
    FROM (
      SELECT r.name AS run, 'p' || lpad(k::text, 2, '0') AS key,
        (abs(hashtext(r.name || ':' || k)) %% CASE WHEN k < 10 THEN 10 ELSE 1000 END)::float8
          AS number
      FROM graph.run AS r CROSS JOIN generate_series(0, 19) AS k
      WHERE r.tenant = '-' AND r.scope = '%1$s') AS p""",
    """
    INSERT INTO graph.series (tenant, scope, series_id, run, metric, model, dataset, segment, fold,
      first_step, first_millis, first_value, last_step, last_millis, last_value, min_value,
      max_value, small_chunks)
    SELECT '-', '%1$s', md5(run || metric)::uuid, run, metric, '', '', '', 0,
      0, 0, 1, 100, 100, value, value, 1, 0
    FROM (
      SELECT r.name AS run, 'm' || lpad(k::text, 2, '0') AS metric,
        abs(hashtext(r.name || '/' || k)) / 2147483647.0::float8 AS value
      FROM graph.run AS r CROSS JOIN generate_series(0, 19) AS k
      WHERE r.tenant = '-' AND r.scope = '%1$s') AS m""",
    "VACUUM ANALYZE graph.node",
    "VACUUM ANALYZE graph.run",
    "VACUUM ANALYZE graph.parameter",
    "VACUUM ANALYZE graph.series"
  };

  private static final String BARE_ONE =
      """
      SELECT r.* FROM graph.parameter AS p
      JOIN graph.series AS s ON s.tenant = p.tenant AND s.scope = p.scope AND s.run = p.run
      JOIN graph.run AS r ON r.tenant = p.tenant AND r.scope = p.scope AND r.name = p.run
      WHERE p.tenant = '-' AND p.scope = '%s' AND p.key = 'p00' AND p.number = 3
        AND s.metric = 'm07' AND s.segment = '' AND s.fold = 0
      ORDER BY s.last_value, r.name LIMIT 100""";

  private static final String BARE_FOUR =
      """
      SELECT r.* FROM graph.series AS s
      JOIN graph.run AS r ON r.tenant = s.tenant AND r.scope = s.scope AND r.name = s.run
      JOIN graph.parameter AS p ON p.tenant = s.tenant AND p.scope = s.scope AND p.run = s.run
        AND p.key = 'p00' AND p.number = 3
      JOIN graph.parameter AS q ON q.tenant = s.tenant AND q.scope = s.scope AND q.run = s.run
        AND q.key = 'p11' AND q.number < 500
      JOIN graph.series AS t ON t.tenant = s.tenant AND t.scope = s.scope AND t.run = s.run
        AND t.metric = 'm03' AND t.last_value < 0.5
      JOIN graph.series AS u ON u.tenant = s.tenant AND u.scope = s.scope AND u.run = s.run
        AND u.metric = 'm04' AND u.last_value > 0.25
      WHERE s.tenant = '-' AND s.scope = '%s' AND s.metric = 'm07' AND s.segment = ''
        AND s.fold = 0
      ORDER BY s.last_value, r.name LIMIT 100""";

  private static final String BARE_COUNT =
      """
      SELECT count(*) FROM graph.parameter
      WHERE tenant = '-' AND scope = '%s' AND key = 'p00' AND number = 3""";

  private static final FieldMask NAME = FieldMask.newBuilder().addPaths("name").build();

  private final GraphMesh mesh;
  private final RunServiceBlockingStub door;
  private final int runs;

  SearchFigures(GraphMesh mesh, int runs) {
    this.mesh = mesh;
    this.runs = runs;
    this.door = RunServiceGrpc.newBlockingStub(mesh.lineage());
  }

  void fill(Consumer<String> progress) throws SQLException {
    progress.accept("fills an experiment with %,d runs".formatted(runs));
    for (String sql : FILL) {
      mesh.execute(sql.formatted(EXPERIMENT, runs));
    }
  }

  List<Figure> measure() throws Exception {
    Latencies one = search(request(ONE));
    Latencies names = search(request(ONE).toBuilder().setReadMask(NAME).build());
    Latencies four = search(request(FOUR));
    Latencies bareOne = Latencies.of(WARM, COUNT, mesh.bare(BARE_ONE.formatted(EXPERIMENT)));
    Latencies bareFour = Latencies.of(WARM, COUNT, mesh.bare(BARE_FOUR.formatted(EXPERIMENT)));
    SearchRunsRequest first = request("").toBuilder().setReadMask(NAME).build();
    Latencies firstPage = search(first);
    Latencies lastPage = search(last(first));
    Latencies count =
        Latencies.of(
            WARM,
            COUNT,
            () ->
                door.countRuns(
                    CountRunsRequest.newBuilder()
                        .setExperiment(EXPERIMENT)
                        .setFilter(ONE)
                        .build()));
    Latencies bareCount = Latencies.of(WARM, COUNT, mesh.bare(BARE_COUNT.formatted(EXPERIMENT)));
    return List.of(
        Figure.beside("search_one_predicate_p50", one.p50(), "ms", 15, bareOne.p50())
            .noted(HOW.formatted(runs)),
        Figure.beside("search_names_alone_p50", names.p50(), "ms", 15, bareOne.p50()),
        Figure.beside("search_one_predicate_p99", one.p99(), "ms", 60, bareOne.p99()),
        Figure.beside("search_four_predicates_p50", four.p50(), "ms", 35, bareFour.p50()),
        Figure.beside("search_four_predicates_p99", four.p99(), "ms", 60, bareFour.p99()),
        Figure.beside(
            "search_page_500_p50", lastPage.p50(), "ms", 1.25 * firstPage.p50(), firstPage.p50()),
        Figure.beside("search_count_p50", count.p50(), "ms", 100, bareCount.p50()));
  }

  private Latencies search(SearchRunsRequest request) throws Exception {
    return Latencies.of(WARM, COUNT, () -> door.searchRuns(request));
  }

  /** Asks for page 500. */
  private SearchRunsRequest last(SearchRunsRequest first) {
    SearchRunsRequest request = first;
    for (int page = 1; page < runs / PAGE; page++) {
      SearchRunsResponse found = door.searchRuns(request);
      request = first.toBuilder().setPageToken(found.getNextPageToken()).build();
    }
    if (door.searchRuns(request).getRunsCount() != PAGE) {
      throw new BenchFailed("page 500 is not full");
    }
    return request;
  }

  private static SearchRunsRequest request(String filter) {
    return SearchRunsRequest.newBuilder()
        .setExperiment(EXPERIMENT)
        .setFilter(filter)
        .setOrderBy("metrics.m07 ASC")
        .setPageSize(PAGE)
        .build();
  }
}
