package io.throughline.lineage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.lineage.search.Formula.And;
import io.throughline.lineage.search.Formula.Comparison;
import io.throughline.lineage.search.Formula.Not;
import io.throughline.lineage.search.Formula.Or;
import io.throughline.lineage.search.Formula.Present;
import io.throughline.lineage.search.Formula.Related;
import io.throughline.lineage.search.Operand.DatasetField;
import io.throughline.lineage.search.Operand.Metric;
import io.throughline.lineage.search.Operand.MetricAt;
import io.throughline.lineage.search.Operand.Own;
import io.throughline.lineage.search.Operand.Parameter;
import io.throughline.lineage.search.Operand.Statistic;
import io.throughline.lineage.search.Operand.Tag;
import io.throughline.lineage.search.Predicate.Between;
import io.throughline.lineage.search.Predicate.Compared;
import io.throughline.lineage.search.Predicate.Like;
import io.throughline.lineage.search.Predicate.OneOf;
import io.throughline.server.testing.Errors;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final Formula RMSE =
      new Comparison(new Metric("rmse", Statistic.LAST), new Compared("<", 0.2));

  @Test
  void bindsAndTighterThanOrAndNotTightest() {
    assertThat(parse("metrics.rmse < 0.2 OR NOT metrics.rmse < 0.2 and metrics.rmse < 0.2"))
        .isEqualTo(new Or(List.of(RMSE, new And(List.of(new Not(RMSE), RMSE)))));
    assertThat(parse("not (metrics.rmse < 0.2 or metrics.rmse < 0.2) AND metrics.rmse < 0.2"))
        .isEqualTo(new And(List.of(new Not(new Or(List.of(RMSE, RMSE))), RMSE)));
  }

  @Test
  void readsEveryPredicate() {
    assertThat(parse("params.`max depth` != '6'"))
        .isEqualTo(new Not(new Comparison(new Parameter("max depth"), new Compared("=", "6"))));
    assertThat(parse("tags.a.b NOT IN ('it''s', \"b\")"))
        .isEqualTo(new Not(new Comparison(new Tag("a.b"), new OneOf(List.of("it's", "b")))));
    assertThat(parse("tags.\"a/b\" ILIKE 'x%'"))
        .isEqualTo(new Comparison(new Tag("a/b"), new Like("x%", true)));
    assertThat(parse("params.n BETWEEN -1 AND 1e3"))
        .isEqualTo(new Comparison(new Parameter("n"), new Between(-1.0, 1000.0)));
    assertThat(parse("metrics.a IS NULL AND end_time IS NOT NULL"))
        .isEqualTo(
            new And(
                List.of(
                    new Not(new Present(new Metric("a", Statistic.LAST))),
                    new Present(new Own(Attribute.END_TIME)))));
  }

  @Test
  void readsFunctionsOfMetricsAndRelations() {
    assertThat(parse("min(metrics.loss) < 0.2"))
        .isEqualTo(new Comparison(new Metric("loss", Statistic.MIN), new Compared("<", 0.2)));
    assertThat(parse("at(metrics.`l/x`, 100) < 0.2"))
        .isEqualTo(new Comparison(new MetricAt("l/x", 100), new Compared("<", 0.2)));
    assertThat(parse("deployed_in(\"production\") AND produced_model()"))
        .isEqualTo(
            new And(
                List.of(
                    new Related(Relation.DEPLOYED_IN, "production"),
                    new Related(Relation.PRODUCED_MODEL, ""))));
  }

  @Test
  void readsTimes() {
    OffsetDateTime week = OffsetDateTime.parse("2026-11-18T12:00:00Z");
    for (String filter :
        List.of(
            "start_time >= '2026-11-18T12:00:00Z'",
            "start_time >= '2026-11-18T13:00:00+01:00'",
            "start_time >= now() - 7d",
            "start_time >= now() -1w",
            "start_time >= " + week.toInstant().toEpochMilli())) {
      assertThat(parse(filter))
          .isEqualTo(new Comparison(new Own(Attribute.START_TIME), new Compared(">=", week)));
    }
    assertThat(parse("duration > 10m"))
        .isEqualTo(new Comparison(new Own(Attribute.DURATION), new Compared(">", 600.0)));
  }

  @Test
  void takesTheWordsOfMlflow() {
    assertThat(parse("metric.rmse < 0.2")).isEqualTo(RMSE);
    assertThat(parse("attributes.status = 'FINISHED'")).isEqualTo(parse("state = 'SUCCEEDED'"));
    assertThat(parse("attr.run_name LIKE 'a%'")).isEqualTo(parse("display_name LIKE 'a%'"));
    assertThat(parse("parameter.a = 'x' and param.a = 'x' and tag.b = 'c'"))
        .isEqualTo(parse("params.a = 'x' AND params.a = 'x' AND tags.b = 'c'"));
    assertThat(parse("run.run_id IN ('a')")).isEqualTo(parse("run_id IN ('a')"));
    assertThat(parse("datasets.context = 'training'"))
        .isEqualTo(
            new Comparison(
                new Operand.Dataset(DatasetField.CONTEXT), new Compared("=", "training")));
  }

  @Test
  void takesAnEmptyFilterForEverything() {
    assertThat(parse("  ")).isEqualTo(new And(List.of()));
  }

  @Test
  void readsOrders() {
    assertThat(Filters.order("")).isEqualTo(Order.LATEST_FIRST);
    assertThat(Filters.order("metrics.`a/b` desc"))
        .isEqualTo(new Order(new Metric("a/b", Statistic.LAST), true));
    assertThat(Filters.order("max(metrics.a)"))
        .isEqualTo(new Order(new Metric("a", Statistic.MAX), false));
    assertThat(Filters.order("start_time"))
        .isEqualTo(new Order(new Own(Attribute.START_TIME), false));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "rmse < 1 | metrics.rmse",
        "metics.rmse < 1 | metrics.rmse",
        "param.a == 'x' | write =",
        "sate = 'FAILED' | state",
        "params.a = 'open | close it with '",
        "params.`a = 1 | close it with `",
        "metrics.a < 1 && metrics.b < 1 | write AND",
        "metrics.a = '1' | take off the quotes",
        "tags.a = 1 | put it in single quotes",
        "metrics.a/b < 1 | backticks",
        "deployed_inn('production') | deployed_in",
        "mni(metrics.a) < 1 | min",
        "state = 'DANCING' | 'RUNNING'",
        "metrics.a | IS NOT NULL"
      })
  void suggestsWhatToWriteInstead(String filter, String suggestion) {
    Throwable failed = catchThrowable(() -> parse(filter));

    assertThat(Errors.reason(failed)).isEqualTo("FILTER_INVALID");
    assertThat(failed).hasMessageContaining(suggestion);
  }

  @ParameterizedTest
  @CsvSource({
    "tags.a UP,8",
    "metrics.a DESC x,16",
    "nonsense,1",
    "datasets.name ASC,1",
    "metrics.a = 1,11",
    "sum(metrics.a),1",
    "DESC,1"
  })
  void pointsAtTheColumnOfAFaultInAnOrder(String order, String column) {
    Throwable failed = catchThrowable(() -> Filters.order(order));

    assertThat(Errors.reason(failed)).isEqualTo("FILTER_INVALID");
    assertThat(Errors.metadata(failed, "column")).isEqualTo(column);
    assertThat(Errors.fields(failed)).containsExactly("order_by");
  }

  private static Formula parse(String filter) {
    return Filters.formula(filter, NOW);
  }
}
