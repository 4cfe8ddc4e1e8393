package io.throughline.lineage.search;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.ended;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static io.throughline.lineage.testing.Events.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.RunState;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import io.throughline.server.testing.Errors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Six runs: a to d whole, e with a NaN, f only mentioned. */
@LineageTest
class SearchRunsTest {
  private static final String SCOPE = "experiments/search";
  @Inject Mesh mesh;
  private RunServiceBlockingStub stub;
  private String position;

  @BeforeEach
  void tell() {
    stub = RunServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
    List<Event> events = new ArrayList<>();
    String[] ids = {"a", "b", "c", "d", "e"};
    double[] rmse = {0.4, 0.1, 0.3, 0.2, Double.NaN};
    for (int i = 0; i < ids.length; i++) {
      String run = SCOPE + "/runs/" + ids[i];
      events.add(at(100 + 10 * i, started(run, i < 2 ? SCOPE + "/runs/root" : "", "train")));
      events.add(chosen(run, number("depth", i), text("family", i % 2 == 0 ? "cart" : "linear")));
      events.add(measured(series(run, "rmse"), point(1, 1, 9), point(2, 2, rmse[i])));
      events.add(
          measured(
              series(run, "rmse").toBuilder().setSegment("city=Ames").build(), point(3, 3, 0.0)));
      events.add(tagged(run, "round", "" + i));
    }
    events.add(ended(SCOPE + "/runs/a", RunState.RUN_STATE_FAILED));
    events.add(chosen(SCOPE + "/runs/f", text("depth", "2.5")));
    position = mesh.emit(SCOPE, events.toArray(Event[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "metrics.rmse < 0.3 | metrics.rmse ASC | b d",
        "metrics.rmse <= 0.3 | metrics.rmse DESC | c d b",
        "metrics.rmse > 0 | metrics.rmse ASC | b d c a",
        "metrics.rmse != 0.1 | start_time ASC | a c d e",
        "params.depth >= 2 | params.depth ASC | c f d e",
        "params.depth = '2' | start_time ASC | c",
        "params.family = 'cart' AND metrics.rmse < 1 | metrics.rmse ASC | c a",
        "params.family != 'cart' | start_time DESC | d b",
        "tags.round = '3' | start_time ASC | d",
        "tags.round > '2' | start_time ASC | d e",
        "state = 'failed' | start_time ASC | a",
        "state != 'RUNNING' AND params.depth > -1 | start_time ASC | a f",
        "parent = 'experiments/search/runs/root' | start_time ASC | a b",
        "step = 'train' AND start_time < '1970-01-01T00:02:00Z' | start_time ASC | a b",
        "start_time >= 130000 | start_time ASC | d e",
        "params.unknown = 1 | start_time ASC | ",
        "params.depth > -1 | metrics.rmse ASC | b d c a e f",
        "params.depth > -1 | metrics.rmse DESC | a c d b e f",
        "params.depth > -1 | params.family DESC | d b e c a f",
        "params.depth > -1 | start_time DESC | e d c b a f"
      })
  void findsRunsInTheOrderAskedFor(String filter, String order, String expected) {
    assertThat(ids(filter, order, 100))
        .containsExactlyElementsOf(
            expected == null ? List.of() : Arrays.asList(expected.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.rmse ASC,b d c a e f",
    "metrics.rmse DESC,a c d b e f",
    "params.depth DESC,e d f c b a",
    "start_time DESC,e d c b a f",
    "start_time ASC,a b c d e f"
  })
  void pagesKeepTheOrder(String order, String expected) {
    assertThat(ids("params.depth > -1", order, 1))
        .containsExactlyElementsOf(Arrays.asList(expected.split(" ")));
    assertThat(ids("params.depth > -1", order, 4))
        .containsExactlyElementsOf(Arrays.asList(expected.split(" ")));
  }

  @Test
  void refusesAPageTokenOfAnotherFilter() {
    String token = page("params.depth > -1", "", 1, "").getNextPageToken();

    Throwable failed = catchThrowable(() -> page("params.depth > 0", "", 1, token));

    assertThat(Errors.reason(failed)).isEqualTo("PAGE_TOKEN_INVALID");
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "AAAA", "!!", "AAAAAAAAAAA"})
  void refusesWhatIsNoPageToken(String token) {
    Throwable failed = catchThrowable(() -> page("", "", 1, token));

    assertThat(Errors.reason(failed)).isEqualTo("PAGE_TOKEN_INVALID");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      delimiter = '|',
      value = {
        "metrics.rmse = 'x' | 16",
        "state = 'DANCING' | 9",
        "state > 'FAILED' | 7",
        "step = 1 | 8",
        "start_time > 'yesterday' | 14",
        "tags.round = 3 | 14"
      })
  void refusesComparisonsThatMakeNoSenseWithTheirColumn(String filter, String column) {
    Throwable failed = catchThrowable(() -> page(filter, "", 1, ""));

    assertThat(Errors.reason(failed)).isEqualTo("FILTER_INVALID");
    assertThat(Errors.metadata(failed, "column")).isEqualTo(column);
  }

  private List<String> ids(String filter, String order, int size) {
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      SearchRunsResponse page = page(filter, order, size, token);
      for (Run run : page.getRunsList()) {
        ids.add(run.getName().substring(run.getName().lastIndexOf('/') + 1));
      }
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return ids;
  }

  private SearchRunsResponse page(String filter, String order, int size, String token) {
    return stub.searchRuns(
        SearchRunsRequest.newBuilder()
            .setExperiment(SCOPE)
            .setFilter(filter)
            .setOrderBy(order)
            .setPageSize(size)
            .setPageToken(token)
            .setPosition(position)
            .build());
  }
}
