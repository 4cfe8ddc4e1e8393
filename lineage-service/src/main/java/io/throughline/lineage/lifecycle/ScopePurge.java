package io.throughline.lineage.lifecycle;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.projection.Fact;
import io.throughline.lineage.projection.Purging;
import io.throughline.lineage.series.Compaction;
import io.throughline.lineage.store.Transaction;
import io.throughline.lineage.v1.NodeKind;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes an experiment's rows, in the transaction that moves the cursor past its purge, and leaves
 * what a graph holds that was made from a journal without the purged batches: what other scopes say
 * of the experiment, and placeholders for the nodes that they name. The digests of its artifacts
 * are queued, since their bytes lie outside the database.
 */
@ApplicationScoped
public class ScopePurge implements Purging {
  /**
   * Purges of several partitions come one after the other; and no chunks are being merged, which
   * would be there again as soon as they are gone.
   */
  private static final String BEGIN =
      "SELECT pg_advisory_xact_lock(7312), pg_advisory_xact_lock(hashtext('%s'))"
          .formatted(Compaction.TURN_NAME);

  private static final List<String> SCOPE_TABLES =
      List.of(
          "attribute",
          "tag",
          "declaration",
          "parameter",
          "chunk",
          "series",
          "score",
          "fold",
          "measurement",
          "figure_content",
          "figure_chunk",
          "deletion",
          "outcome",
          "purge",
          "quarantine",
          "run");

  private static final String QUEUE_ARTIFACTS =
      """
      INSERT INTO public.artifact_removal (tenant, digest)
      SELECT DISTINCT tenant, detail ->> 'digest' FROM graph.declaration
      WHERE tenant = $1 AND scope = $2 AND name LIKE $2 || '/artifacts/%' AND detail ? 'digest'
      ON CONFLICT (tenant, digest) DO UPDATE SET queue_time = now()""";

  /**
   * Other transactions wait before their nodes: none may take a node for granted that goes here, or
   * tell of an edge to it unseen.
   */
  private static final String STAND_STILL =
      "SET LOCAL enable_hashjoin = on; LOCK TABLE %s.node IN SHARE ROW EXCLUSIVE MODE";

  /** What the scope said of others: its edges in their scopes, and the uses of their datasets. */
  private static final String TOLD_ELSEWHERE =
      """
      WITH said AS (
        SELECT e.source, e.kind, e.target, e.instance, o.scope
        FROM graph.edge AS e CROSS JOIN LATERAL (VALUES
          (split_part(e.source, '/', 1) || '/' || split_part(e.source, '/', 2)),
          (split_part(e.target, '/', 1) || '/' || split_part(e.target, '/', 2))) AS o(scope)
        WHERE e.tenant = $1 AND e.scope = $2 AND NOT e.mirrored AND o.scope <> $2
      ), edges AS (
        DELETE FROM graph.edge AS t USING said AS s
        WHERE t.tenant = $1 AND t.scope = s.scope AND t.source = s.source AND t.kind = s.kind
          AND t.target = s.target AND t.instance = s.instance AND t.mirrored
      ), edges_past AS (
        DELETE FROM graph.edge_past AS t USING said AS s
        WHERE t.tenant = $1 AND t.scope = s.scope AND t.source = s.source AND t.kind = s.kind
          AND t.target = s.target AND t.mirrored
      ), uses AS (
        DELETE FROM graph.dataset_use AS t USING said AS s
        WHERE t.tenant = $1 AND t.scope = s.scope
          AND t.dataset IN (s.source, s.target) AND t.run IN (s.source, s.target)
      ), conflicts AS (
        DELETE FROM graph.conflict AS t
        WHERE t.tenant = $1 AND t.scope IN (SELECT scope FROM said) AND t.said_in = $2
      )
      SELECT DISTINCT scope FROM said""";

  private static final List<String> OWN =
      List.of(
          "DELETE FROM graph.edge WHERE tenant = $1 AND scope = $2 AND NOT mirrored",
          "DELETE FROM graph.edge_past WHERE tenant = $1 AND scope = $2 AND NOT mirrored",
          "DELETE FROM graph.conflict WHERE tenant = $1 AND scope = $2 AND said_in = $2",
          """
          DELETE FROM graph.dataset_use
          WHERE tenant = $1 AND scope = $2 AND run LIKE $2 || '/runs/%'""",
          """
          UPDATE graph.node SET display_name = '', declared = false, create_time = NULL,
            time_stated = false, source_partition = NULL, recorded_from = NULL, mentioned = NULL
          WHERE tenant = $1 AND scope = $2""");

  /** Nodes that their own scope never named, and of which no other scope tells any more. */
  private static final String UNLINKED_NODES =
      """
      DELETE FROM graph.node AS n
      WHERE n.tenant = $1 AND n.scope = ANY ($2) AND n.mentioned IS NULL AND NOT n.declared
        AND n.name <> n.scope
        AND NOT EXISTS (SELECT FROM graph.edge AS e
          WHERE e.tenant = n.tenant AND e.scope = n.scope AND e.source = n.name)
        AND NOT EXISTS (SELECT FROM graph.edge AS e
          WHERE e.tenant = n.tenant AND e.scope = n.scope AND e.target = n.name)""";

  private static final String EMPTY_SCOPES =
      """
      DELETE FROM graph.node AS n
      WHERE n.tenant = $1 AND n.scope = ANY ($2) AND n.mentioned IS NULL AND NOT n.declared
        AND n.name = n.scope
        AND NOT EXISTS (SELECT FROM graph.node AS o
          WHERE o.tenant = n.tenant AND o.scope = n.scope AND o.name <> o.scope)
        AND NOT EXISTS (SELECT FROM graph.edge AS e
          WHERE e.tenant = n.tenant AND e.scope = n.scope)""";

  private static final String UNNAMED_RUNS =
      """
      DELETE FROM graph.run AS r
      WHERE r.tenant = $1 AND r.scope = ANY ($2)
        AND r.start_recorded IS NULL AND r.end_recorded IS NULL
        AND NOT EXISTS (SELECT FROM graph.node AS n
          WHERE n.tenant = r.tenant AND n.scope = r.scope AND n.name = r.name)""";

  private static final String NAMED_RUNS =
      """
      INSERT INTO graph.run (tenant, scope, name)
      SELECT tenant, scope, name FROM graph.node
      WHERE tenant = $1 AND scope = $2 AND kind = %d"""
          .formatted(NodeKind.NODE_KIND_RUN_VALUE);

  @Override
  public Uni<Void> begin(Transaction transaction) {
    return transaction.connection().query(BEGIN).execute().replaceWithVoid();
  }

  @Override
  public Uni<Void> purge(Fact purged, Transaction transaction) {
    Tuple scope = Tuple.of(purged.tenant(), purged.scope());
    Uni<Void> done = transaction.execute(QUEUE_ARTIFACTS, scope).replaceWithVoid();
    for (String table : SCOPE_TABLES) {
      String delete = "DELETE FROM graph.%s WHERE tenant = $1 AND scope = $2".formatted(table);
      done = done.chain(() -> transaction.execute(delete, scope)).replaceWithVoid();
    }
    String standStill = STAND_STILL.formatted(transaction.generation().schema());
    return done.chain(() -> transaction.connection().query(standStill).execute())
        .chain(() -> transaction.list(TOLD_ELSEWHERE, scope, row -> row.getString(0)))
        .chain(others -> removeNodes(transaction, scope, purged, others))
        .chain(() -> transaction.execute(NAMED_RUNS, scope))
        .chain(() -> transaction.connection().query("SET LOCAL enable_hashjoin = off").execute())
        .replaceWithVoid();
  }

  private static Uni<Void> removeNodes(
      Transaction transaction, Tuple scope, Fact purged, List<String> others) {
    List<String> scopes = new ArrayList<>(others);
    scopes.add(purged.scope());
    Tuple touched = Tuple.of(purged.tenant(), scopes.toArray(String[]::new));
    Uni<Void> done = Uni.createFrom().voidItem();
    for (String statement : OWN) {
      done = done.chain(() -> transaction.execute(statement, scope)).replaceWithVoid();
    }
    for (String statement : List.of(UNLINKED_NODES, EMPTY_SCOPES, UNNAMED_RUNS)) {
      done = done.chain(() -> transaction.execute(statement, touched)).replaceWithVoid();
    }
    return done;
  }
}
