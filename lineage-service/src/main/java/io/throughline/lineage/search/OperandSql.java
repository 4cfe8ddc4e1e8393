package io.throughline.lineage.search;

import io.throughline.lineage.search.Operand.Dataset;
import io.throughline.lineage.search.Operand.DatasetField;
import io.throughline.lineage.search.Operand.Metric;
import io.throughline.lineage.search.Operand.MetricAt;
import io.throughline.lineage.search.Operand.Own;
import io.throughline.lineage.search.Operand.Parameter;
import io.throughline.lineage.search.Operand.Tag;
import io.throughline.lineage.v1.EdgeKind;
import java.util.Locale;
import java.util.Optional;

/** Whether a run has a value of an operand, in SQL in which {@code :run} is its name. */
final class OperandSql {
  private static final String METRICS =
      """
      EXISTS (SELECT FROM graph.series AS m WHERE m.tenant = $1 AND m.scope = $2
        AND m.run = :run AND m.metric = %s AND m.segment = '' AND m.fold = 0%s)""";
  private static final String POINTS =
      """
      EXISTS (SELECT FROM graph.series AS m
        JOIN graph.chunk AS c
          ON c.tenant = m.tenant AND c.scope = m.scope AND c.series_id = m.series_id
        CROSS JOIN LATERAL graph.values_at(c.codec, c.point_count, c.points, %2$s) AS v(value)
        WHERE m.tenant = $1 AND m.scope = $2 AND m.run = :run AND m.metric = %1$s
          AND m.segment = '' AND m.fold = 0
          AND c.min_step <= %2$s AND c.max_step >= %2$s%3$s)""";
  static final String PARAMETERS =
      """
      EXISTS (SELECT FROM graph.parameter AS p WHERE p.tenant = $1 AND p.scope = $2
        AND p.run = :run AND p.key = %s%s)""";
  static final String TAGS =
      """
      EXISTS (SELECT FROM graph.tag AS t WHERE t.tenant = $1 AND t.scope = $2
        AND t.subject = :run AND t.recorded_to IS NULL AND t.key = %s%s)""";
  private static final String PARAMETER_RUNS =
      """
      SELECT p.run FROM graph.parameter AS p WHERE p.tenant = $1 AND p.scope = $2
        AND p.key = %s%s""";
  private static final String TAGGED_RUNS =
      """
      SELECT t.subject AS run FROM graph.tag AS t WHERE t.tenant = $1 AND t.scope = $2
        AND t.recorded_to IS NULL AND t.key = %s%s""";
  private static final String DATASETS =
      """
      EXISTS (SELECT FROM graph.edge AS e%s WHERE e.tenant = $1 AND e.scope = $2
        AND e.target = :run AND e.kind = %s AND strpos(e.source, '/datasets/') > 0%s)""";
  private static final String DATASET_SCOPE =
      "split_part(e.source, '/', 1) || '/' || split_part(e.source, '/', 2)";

  private final Binds binds;

  OperandSql(Binds binds) {
    this.binds = binds;
  }

  /** The run has a value at all. */
  String some(Operand operand) {
    return some(operand, null);
  }

  /** The run has a value that meets the predicate (any value, where there is none). */
  String some(Operand operand, Predicate predicate) {
    if (operand instanceof Metric metric) {
      String column = column(metric);
      String met =
          predicate == null
              ? " AND %s IS NOT NULL".formatted(column)
              : " AND " + PredicateSql.number(column, predicate, binds);
      return METRICS.formatted(binds.add(metric.key()), met);
    }
    if (operand instanceof MetricAt at) {
      String met =
          predicate == null ? "" : " AND " + PredicateSql.number("v.value", predicate, binds);
      return POINTS.formatted(binds.add(at.key()), binds.add(at.step()), met);
    }
    if (operand instanceof Parameter parameter) {
      return PARAMETERS.formatted(binds.add(parameter.key()), parameter(predicate));
    }
    if (operand instanceof Tag tag) {
      return TAGS.formatted(binds.add(tag.key()), tag(predicate));
    }
    return operand instanceof Dataset dataset
        ? dataset(dataset.field(), predicate)
        : own(((Own) operand).attribute(), predicate);
  }

  /** The runs that have a value which meets the predicate, where one index tells them. */
  Optional<String> runs(Operand operand, Predicate predicate) {
    if (operand instanceof Parameter parameter) {
      return Optional.of(
          PARAMETER_RUNS.formatted(binds.add(parameter.key()), parameter(predicate)));
    }
    return operand instanceof Tag tag
        ? Optional.of(TAGGED_RUNS.formatted(binds.add(tag.key()), tag(predicate)))
        : Optional.empty();
  }

  /** The column of the table {@code series}, there called {@code m}. */
  static String column(Metric metric) {
    return "m." + metric.statistic().name().toLowerCase(Locale.ROOT) + "_value";
  }

  private String parameter(Predicate predicate) {
    if (predicate == null) {
      return "";
    }
    return predicate.sample() instanceof Double
        ? " AND p.number IS NOT NULL AND " + PredicateSql.of("p.number", predicate, binds)
        : " AND " + PredicateSql.indexedText("p.value", predicate, binds);
  }

  private String tag(Predicate predicate) {
    return predicate == null
        ? ""
        : " AND " + PredicateSql.indexedText("t.value COLLATE \"C\"", predicate, binds);
  }

  private String dataset(DatasetField field, Predicate predicate) {
    String usedBy = binds.add(EdgeKind.EDGE_KIND_USED_BY.getNumber());
    return switch (field) {
      case NAME -> DATASETS.formatted("", usedBy, met("split_part(e.source, '/', 4)", predicate));
      case DIGEST ->
          DATASETS.formatted(
              " JOIN graph.declaration AS d ON d.tenant = e.tenant AND d.name = e.source AND"
                  + " d.scope = "
                  + DATASET_SCOPE,
              usedBy,
              " AND d.detail ->> 'digest' <> ''"
                  + met("(d.detail ->> 'digest') COLLATE \"C\"", predicate));
      case CONTEXT ->
          DATASETS.formatted(
              " JOIN graph.dataset_use AS u ON u.tenant = e.tenant AND u.dataset = e.source AND"
                  + " u.run = e.target AND u.role > 0 AND u.scope = "
                  + DATASET_SCOPE,
              usedBy,
              predicate == null
                  ? ""
                  : met("(%s)[u.role]".formatted(binds.add(roles())), predicate));
    };
  }

  /** The names of the roles, by their numbers from 1. */
  private static String[] roles() {
    return new String[] {"training", "selection", "judgement"};
  }

  private String met(String expression, Predicate predicate) {
    return predicate == null ? "" : " AND " + PredicateSql.of(expression, predicate, binds);
  }

  private String own(Attribute attribute, Predicate predicate) {
    if (predicate == null) {
      return attribute.present();
    }
    String met =
        NamePredicate.of(attribute, predicate, binds.scope())
            .map(named -> PredicateSql.of(named.column(), named.predicate(), binds))
            .orElseGet(() -> PredicateSql.of(attribute.expression(), predicate, binds));
    return attribute.isAlways()
        ? "(%s)".formatted(met)
        : "(%s AND %s)".formatted(attribute.present(), met);
  }
}
