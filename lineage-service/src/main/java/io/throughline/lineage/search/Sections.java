package io.throughline.lineage.search;

import io.throughline.lineage.search.Operand.Metric;
import io.throughline.lineage.search.Operand.MetricAt;
import io.throughline.lineage.search.Operand.Own;
import io.throughline.lineage.search.Operand.Parameter;
import io.throughline.lineage.search.Operand.Tag;
import io.throughline.lineage.search.Section.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The sections of an order. A run that has several values (series of several models, parameters of
 * several kinds) stands where its first one does: the smallest or largest, or the one of the first
 * kind.
 */
final class Sections {
  private static final String RUN_NAME = "r.name";
  private static final Key NAME = new Key(RUN_NAME, "text", false);
  private static final List<Key> TIES =
      List.of(new Key("coalesce(r.start_time, '-infinity')", "timestamptz", true), NAME);
  private static final String RUN = "graph.run AS r";
  private static final String OWN = "r.tenant = $1 AND r.scope = $2";
  private static final String BESIDE =
      " JOIN graph.run AS r ON r.tenant = $1 AND r.scope = $2 AND r.name = ";

  private static final String METRIC =
      """
      o.tenant = $1 AND o.scope = $2 AND o.metric = %1$s AND o.segment = '' AND o.fold = 0
        AND o.%2$s < 'NaN' AND NOT EXISTS (SELECT FROM graph.series AS b
          WHERE b.tenant = $1 AND b.scope = $2 AND b.run = o.run AND b.metric = %1$s
            AND b.segment = '' AND b.fold = 0 AND b.%2$s < 'NaN'
            AND (b.%2$s, b.series_id) %3$s (o.%2$s, o.series_id))""";
  private static final String AT =
      """
      CROSS JOIN LATERAL (
        SELECT %3$s(v.value) AS value FROM graph.series AS m
          JOIN graph.chunk AS c
            ON c.tenant = m.tenant AND c.scope = m.scope AND c.series_id = m.series_id
          CROSS JOIN LATERAL graph.values_at(c.codec, c.point_count, c.points, %2$s) AS v(value)
        WHERE m.tenant = $1 AND m.scope = $2 AND m.run = r.name AND m.metric = %1$s
          AND m.segment = '' AND m.fold = 0 AND v.value < 'NaN'
          AND c.min_step <= %2$s AND c.max_step >= %2$s) AS o""";
  private static final String PARAMETER =
      """
      o.tenant = $1 AND o.scope = $2 AND o.key = %1$s AND NOT EXISTS (
          SELECT FROM graph.parameter AS b WHERE b.tenant = $1 AND b.scope = $2
            AND b.run = o.run AND b.key = %1$s AND b.kind < o.kind)""";
  private static final String TAG =
      "o.tenant = $1 AND o.scope = $2 AND o.key = %s AND o.recorded_to IS NULL";

  private final Order order;
  private final Binds binds;
  private final List<Section> sections = new ArrayList<>();

  private Sections(Order order, Binds binds) {
    this.order = order;
    this.binds = binds;
  }

  static List<Section> of(Order order, Binds binds) {
    Sections sections = new Sections(order, binds);
    sections.add();
    return sections.sections;
  }

  private void add() {
    Operand operand = order.operand();
    if (operand instanceof Metric metric) {
      metric(metric);
    } else if (operand instanceof MetricAt at) {
      metricAt(at);
    } else if (operand instanceof Parameter parameter) {
      parameter(parameter);
    } else if (operand instanceof Tag tag) {
      tag(tag);
    } else if (operand instanceof Own own) {
      attribute(own.attribute());
    } else {
      throw new IllegalArgumentException("runs are not sorted by " + operand);
    }
  }

  private void metric(Metric metric) {
    String column = OperandSql.column(metric).substring("m.".length());
    String key = binds.add(metric.key());
    valued(
        "graph.series AS o" + BESIDE + "o.run",
        "o.run",
        METRIC.formatted(key, column, order.descending() ? ">" : "<"),
        new Key("o." + column, "float8", order.descending()));
    missing(
        """
        NOT EXISTS (SELECT FROM graph.series AS m WHERE m.tenant = $1 AND m.scope = $2
          AND m.run = r.name AND m.metric = %s AND m.segment = '' AND m.fold = 0
          AND m.%s < 'NaN')"""
            .formatted(key, column));
  }

  private void metricAt(MetricAt at) {
    String lateral =
        " "
            + AT.formatted(
                binds.add(at.key()), binds.add(at.step()), order.descending() ? "max" : "min");
    valued(
        RUN + lateral,
        RUN_NAME,
        OWN + " AND o.value IS NOT NULL",
        new Key("o.value", "float8", order.descending()));
    unvalued(RUN + lateral, "o.value IS NULL");
  }

  /** Numbers, then texts. */
  private void parameter(Parameter parameter) {
    String from = "graph.parameter AS o" + BESIDE + "o.run";
    String key = binds.add(parameter.key());
    String where = PARAMETER.formatted(key);
    valued(
        from,
        "o.run",
        where + " AND o.number IS NOT NULL",
        new Key("o.number", "float8", order.descending()));
    valued(from, "o.run", where + " AND o.number IS NULL", texts("o.value").toArray(Key[]::new));
    missing("NOT " + ofRun(OperandSql.PARAMETERS.formatted(key, "")));
  }

  private void tag(Tag tag) {
    String key = binds.add(tag.key());
    valued(
        "graph.tag AS o" + BESIDE + "o.subject",
        "o.subject",
        TAG.formatted(key),
        texts("o.value COLLATE \"C\"").toArray(Key[]::new));
    missing("NOT " + ofRun(OperandSql.TAGS.formatted(key, "")));
  }

  /** By the indexed beginning first. */
  private List<Key> texts(String column) {
    String start = "left(%s, %d)".formatted(column, PredicateSql.INDEXED);
    return List.of(
        new Key(start, "text", order.descending()), new Key(column, "text", order.descending()));
  }

  private void attribute(Attribute attribute) {
    boolean down = order.descending();
    switch (attribute) {
      case RUN_ID ->
          sections.add(new Section(RUN, RUN_NAME, OWN, List.of(new Key(RUN_NAME, "text", down))));
      case START_TIME -> {
        sections.add(
            new Section(
                RUN,
                RUN_NAME,
                OWN + " AND r.start_time IS NOT NULL",
                List.of(new Key("r.start_time", "timestamptz", down), NAME)));
        unstarted("true");
      }
      default -> {
        String cast =
            switch (attribute.type()) {
              case NUMBER -> "float8";
              case TIME -> "timestamptz";
              case STATE -> "int2";
              default -> "text";
            };
        valued(
            RUN,
            RUN_NAME,
            OWN + " AND " + attribute.present(),
            new Key(attribute.expression(), cast, down));
        if (!attribute.isAlways()) {
          missing("NOT " + attribute.present());
        }
      }
    }
  }

  private void valued(String from, String run, String where, Key... by) {
    List<Key> keys = new ArrayList<>(List.of(by));
    keys.addAll(TIES);
    sections.add(new Section(from, run, where, keys));
  }

  private void missing(String where) {
    unvalued(RUN, where);
  }

  /** Those without a value, by start: in two sections, since each is a range of the index. */
  private void unvalued(String from, String where) {
    sections.add(
        new Section(
            from,
            RUN_NAME,
            "%s AND r.start_time IS NOT NULL AND %s".formatted(OWN, where),
            List.of(new Key("r.start_time", "timestamptz", true), NAME)));
    sections.add(
        new Section(
            from,
            RUN_NAME,
            "%s AND r.start_time IS NULL AND %s".formatted(OWN, where),
            List.of(NAME)));
  }

  private static String ofRun(String condition) {
    return condition.replace(FormulaSql.RUN, RUN_NAME);
  }

  private void unstarted(String where) {
    sections.add(
        new Section(
            RUN,
            RUN_NAME,
            "%s AND r.start_time IS NULL AND %s".formatted(OWN, where),
            List.of(NAME)));
  }
}
