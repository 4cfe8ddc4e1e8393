package io.throughline.lineage.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.protobuf.FieldMask;
import io.throughline.event.v1.Event;
import io.throughline.lineage.search.ReferenceEvaluator.Truth;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.CountRunsRequest;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Searches of the graph give what the reference evaluator says, for filters at random. */
@LineageTest
class FilterEquivalenceTest {
  private static final int FILTERS = Integer.getInteger("throughline.test.filters", 400);
  private static final long SEED = Long.getLong("throughline.test.seed", 20261125);
  @Inject Mesh mesh;

  @Test
  void findsWhatTheReferenceEvaluatorFindsInTheSameOrder() {
    String scope = "experiments/filters-" + Math.abs(SEED);
    RunStory story = new RunStory(scope, 60, SEED);
    String position =
        mesh.emit(scope, story.events.toArray(Event[]::new))
            + ","
            + mesh.emit(RunStory.PRODUCTION, story.deployments.toArray(Event[]::new));
    FilterGenerator generator = new FilterGenerator(SEED);

    for (int i = 0; i < FILTERS; i++) {
      String filter = generator.filter();
      String order = generator.order();
      List<String> expected = expected(story, filter, order);
      SearchRunsRequest request =
          SearchRunsRequest.newBuilder()
              .setExperiment(scope)
              .setFilter(filter)
              .setOrderBy(order)
              .setPageSize(i % 3 == 0 ? 7 : 1_000)
              .setPosition(i == 0 ? position : "")
              .setReadMask(FieldMask.newBuilder().addPaths("name"))
              .build();

      assertThatCode(
              () -> {
                assertThat(found(request)).isEqualTo(expected);
                assertThat(count(scope, filter)).isEqualTo(expected.size());
              })
          .as("%s ORDER BY %s", filter, order)
          .doesNotThrowAnyException();
    }
  }

  private static List<String> expected(RunStory story, String filter, String order) {
    Formula formula = Filters.formula(filter, Instant.now());
    Stream<RunModel> met =
        story.runs.stream()
            .filter(run -> ReferenceEvaluator.evaluate(formula, run) == Truth.TRUE)
            .sorted(new ReferenceOrder(Filters.order(order)));
    return met.map(RunModel::name).toList();
  }

  private List<String> found(SearchRunsRequest request) {
    List<String> names = new ArrayList<>();
    SearchRunsRequest next = request;
    do {
      SearchRunsResponse page = stub().searchRuns(next);
      page.getRunsList().stream().map(Run::getName).forEach(names::add);
      next = next.toBuilder().setPageToken(page.getNextPageToken()).build();
    } while (!next.getPageToken().isEmpty());
    return names;
  }

  private long count(String scope, String filter) {
    return stub()
        .countRuns(CountRunsRequest.newBuilder().setExperiment(scope).setFilter(filter).build())
        .getCount();
  }

  private RunServiceBlockingStub stub() {
    return RunServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }
}
