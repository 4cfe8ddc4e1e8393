package io.throughline.lineage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.lineage.search.Condition.Subject;
import io.throughline.server.testing.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {

  @Test
  void readsConditionsJoinedByAnd() {
    assertThat(
            Parser.filter(
                "metrics.rmse < 0.2 and params.`max depth` = '6' AND tags.a.b != 'it''s'"
                    + " AND start_time>=1e3"))
        .containsExactly(
            new Condition(Subject.METRIC, "rmse", "<", 0.2, 16),
            new Condition(Subject.PARAMETER, "max depth", "=", "6", 45),
            new Condition(Subject.TAG, "a.b", "!=", "it's", 65),
            new Condition(Subject.START_TIME, "", ">=", 1000.0, 89));
  }

  @Test
  void takesAnEmptyFilterForEverything() {
    assertThat(Parser.filter("  ")).isEmpty();
  }

  @Test
  void readsOrders() {
    assertThat(Parser.order("")).isEqualTo(Order.LATEST_FIRST);
    assertThat(Parser.order("metrics.`a/b` desc"))
        .isEqualTo(new Order(Subject.METRIC, "a/b", true));
    assertThat(Parser.order("start_time")).isEqualTo(new Order(Subject.START_TIME, "", false));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "rmse < 1 | 1",
        "metrics < 1 | 1",
        "metrics. < 1 | 1",
        "metrics.rmse | 13",
        "metrics.rmse < | 15",
        "metrics.rmse ~ 1 | 14",
        "metrics.rmse < rmse | 16",
        "metrics.rmse < 1 OR step = 'a' | 18",
        "metrics.rmse < 1 AND | 21",
        "params.a = 'open | 12",
        "params.`a = 1 | 8",
        "< 1 | 1",
        "metrics.rmse < 1; DROP TABLE run | 17",
        "metrics.a/b < 1 | 10",
        "1 = 1 | 1",
        "params.a = 'x' 'y' | 16",
        "metrics.rmse < 1 AND AND step = 'a' | 22",
        "(metrics.rmse < 1) | 1",
        "params.a == 1 | 11",
        "params.a = 1.2.3 | 15"
      })
  void pointsAtTheColumnOfAFault(String filter, String column) {
    Throwable failed = catchThrowable(() -> Parser.filter(filter));

    assertThat(Errors.reason(failed)).isEqualTo("FILTER_INVALID");
    assertThat(Errors.metadata(failed, "column")).isEqualTo(column);
    assertThat(Errors.fields(failed)).containsExactly("filter");
  }

  @ParameterizedTest
  @CsvSource({"tags.a DESC,1", "metrics.a UP,11", "metrics.a DESC x,16", "nonsense,1"})
  void pointsAtTheColumnOfAFaultInAnOrder(String order, String column) {
    Throwable failed = catchThrowable(() -> Parser.order(order));

    assertThat(Errors.reason(failed)).isEqualTo("FILTER_INVALID");
    assertThat(Errors.metadata(failed, "column")).isEqualTo(column);
    assertThat(Errors.fields(failed)).containsExactly("order_by");
  }
}
