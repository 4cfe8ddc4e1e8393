package io.throughline.lineage.deployment;

import static io.throughline.lineage.store.Column.flag;
import static io.throughline.lineage.store.Column.number;
import static io.throughline.lineage.store.Column.smallint;
import static io.throughline.lineage.store.Column.text;
import static io.throughline.lineage.store.Column.time;

import io.throughline.lineage.store.OnceTable;
import io.throughline.lineage.store.StatementTable;
import io.throughline.lineage.store.Table;
import io.throughline.lineage.v1.EdgeKind;
import java.util.List;
import java.util.function.UnaryOperator;

/** The tables {@code deployment} and {@code deployment_end}. */
final class DeploymentTables {
  static final Table DEPLOYMENT =
      OnceTable.of(
              "deployment",
              List.of(text("tenant"), text("scope"), text("name")),
              List.of(
                  text("model"),
                  text("model_version"),
                  smallint("phase"),
                  number("traffic_share"),
                  text("replaces")))
          .beside(time("start_time"), flag("time_stated"))
          .build();

  static final Table END =
      OnceTable.of(
              "deployment_end",
              List.of(text("tenant"), text("scope"), text("deployment")),
              List.of(text("reason"), text("replaced_by")))
          .beside(time("end_time"), flag("time_stated"))
          .build();

  /** After both: what was deployed holds until the deployment's end, in every scope. */
  static final Table LINK_END =
      new StatementTable(
          "edge_4_deployment_end",
          List.of(text("tenant"), text("scope"), text("name")),
          """
          UPDATE graph.edge AS t SET end_time = e.end_time, end_recorded = e.recorded_from
          FROM :rows
          JOIN graph.deployment AS d
            ON d.tenant = r.tenant AND d.scope = r.scope AND d.name = r.name
          JOIN graph.deployment_end AS e
            ON e.tenant = r.tenant AND e.scope = r.scope AND e.deployment = r.name
          CROSS JOIN LATERAL (VALUES
            (d.scope, d.model),
            (split_part(d.model, '/', 1) || '/' || split_part(d.model, '/', 2), d.model),
            (d.scope, d.model_version),
            (split_part(d.model_version, '/', 1) || '/' || split_part(d.model_version, '/', 2),
              d.model_version)) AS s(scope, source)
          WHERE t.tenant = d.tenant AND t.scope = s.scope AND t.source = s.source
            AND t.kind = %d AND t.target = d.name AND t.instance = 0 AND t.end_recorded IS NULL"""
              .formatted(EdgeKind.EDGE_KIND_DEPLOYED_AS_VALUE),
          UnaryOperator.identity());

  private DeploymentTables() {}
}
