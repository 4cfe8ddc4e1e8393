package io.throughline.lineage.search;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.chosen;
import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.number;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static io.throughline.lineage.testing.Events.started;
import static io.throughline.lineage.testing.Events.tagged;
import static io.throughline.lineage.testing.Events.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Event;
import io.throughline.event.v1.ResourceDeleted;
import io.throughline.event.v1.ResourceRestored;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.lineage.v1.CountRunsRequest;
import io.throughline.lineage.v1.Run;
import io.throughline.lineage.v1.RunServiceGrpc;
import io.throughline.lineage.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.throughline.lineage.v1.SearchRunsRequest;
import io.throughline.lineage.v1.SearchRunsResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a search while runs come and go. */
@LineageTest
class RunPagesTest {
  private static final int OLD = 60;
  private static final int PAGE = 7;
  private static final int NEW_PER_PAGE = 5;

  @Inject Mesh mesh;
  private RunServiceBlockingStub stub;

  @BeforeEach
  void open() {
    stub = RunServiceGrpc.newBlockingStub(mesh.door()).withCallCredentials(Mesh.everything());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "start_time ASC",
        "run_id DESC",
        "metrics.loss ASC",
        "metrics.loss DESC",
        "params.depth DESC",
        "tags.round ASC"
      })
  void holdEveryOldRunOnceWhileNewOnesComeInBetween(String order) {
    String scope = "experiments/pages-" + Math.abs(order.hashCode());
    Random random = new Random(order.hashCode());
    List<String> old = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < OLD; i++) {
      old.add(scope + "/runs/" + letters(random) + i);
      events.addAll(story(old.get(i), random));
    }
    String position = mesh.emit(scope, events.toArray(Event[]::new));

    List<String> found = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      SearchRunsResponse page = page(scope, order, false, token, position);
      page.getRunsList().forEach(run -> found.add(run.getName()));
      token = page.getNextPageToken();
      List<Event> more = new ArrayList<>();
      for (int i = 0; i < NEW_PER_PAGE && pages < OLD; i++) {
        more.addAll(story("%s/runs/%s-%d-%d".formatted(scope, letters(random), pages, i), random));
      }
      position = more.isEmpty() ? position : mesh.emit(scope, more.toArray(Event[]::new));
      pages++;
    } while (!token.isEmpty());

    assertThat(found).doesNotHaveDuplicates().containsAll(old);
    assertThat(found.size()).as("some of the new ones are found too").isGreaterThan(OLD);
  }

  @Test
  void goOnAfterOneThatIsFullWhereTheRunsWithAValueEnd() {
    String scope = "experiments/pages-full";
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < PAGE; i++) {
      events.add(measured(series(scope + "/runs/with" + i, "loss"), point(1, 1, i)));
    }
    String full = mesh.emit(scope, events.toArray(Event[]::new));
    SearchRunsResponse first = page(scope, "metrics.loss ASC", false, "", full);

    assertThat(first.getRunsCount()).isEqualTo(PAGE);
    assertThat(rest(scope, first, full)).isEmpty();

    String more = mesh.emit(scope, at(100, started(scope + "/runs/without", "", "s")));

    assertThat(rest(scope, first, more)).containsExactly(scope + "/runs/without");
  }

  @Test
  void leaveDeletedRunsOutUnlessTheyAreAskedFor() {
    String scope = "experiments/pages-deleted";
    String kept = scope + "/runs/kept";
    String gone = scope + "/runs/gone";
    mesh.emit(scope, at(100, started(kept, "", "s")), at(200, started(gone, "", "s")));
    String deleted =
        mesh.emit(
            scope,
            Event.newBuilder()
                .setResourceDeleted(ResourceDeleted.newBuilder().setSubject(gone))
                .build());

    assertThat(names(scope, false, deleted)).containsExactly(kept);
    assertThat(count(scope, false, deleted)).isEqualTo(1);
    assertThat(names(scope, true, deleted)).containsExactly(gone, kept);
    assertThat(count(scope, true, deleted)).isEqualTo(2);

    String restored =
        mesh.emit(
            scope,
            Event.newBuilder()
                .setResourceRestored(ResourceRestored.newBuilder().setSubject(gone))
                .build());

    assertThat(names(scope, false, restored)).containsExactly(gone, kept);
    assertThat(count(scope, false, restored)).isEqualTo(2);
  }

  @Test
  void missNoneOfThoseThatStayWhenOthersAreDeletedInBetween() {
    String scope = "experiments/pages-shrinking";
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < OLD; i++) {
      events.add(at(1_000 - i, started("%s/runs/r%02d".formatted(scope, i), "", "s")));
    }
    String position = mesh.emit(scope, events.toArray(Event[]::new));

    SearchRunsResponse first = page(scope, "", false, "", position);
    String lastOfPage = first.getRuns(first.getRunsCount() - 1).getName();
    position =
        mesh.emit(
            scope,
            Event.newBuilder()
                .setResourceDeleted(ResourceDeleted.newBuilder().setSubject(lastOfPage))
                .build());
    SearchRunsResponse second = page(scope, "", false, first.getNextPageToken(), position);

    assertThat(second.getRunsList())
        .extracting(Run::getName)
        .startsWith("%s/runs/r%02d".formatted(scope, PAGE))
        .hasSize(PAGE);
  }

  /** A run with few different values, or without some: ties and gaps on either side of a page. */
  private static List<Event> story(String run, Random random) {
    List<Event> events = new ArrayList<>();
    if (random.nextInt(6) > 0) {
      events.add(at(100 + random.nextInt(10), started(run, "", "s")));
    }
    events.add(
        chosen(
            run,
            random.nextBoolean()
                ? number("depth", random.nextInt(4))
                : text("depth", letters(random))));
    if (random.nextInt(4) > 0) {
      double value = random.nextInt(5) == 0 ? Double.NaN : random.nextInt(4) / 3.0;
      events.add(measured(series(run, "loss"), point(1, 1, value)));
    }
    if (random.nextInt(4) > 0) {
      events.add(tagged(run, "round", letters(random)));
    }
    return events;
  }

  private static String letters(Random random) {
    return "" + (char) ('a' + random.nextInt(4)) + (char) ('a' + random.nextInt(4));
  }

  private List<String> names(String scope, boolean deleted, String position) {
    return page(scope, "", deleted, "", position).getRunsList().stream().map(Run::getName).toList();
  }

  private List<String> rest(String scope, SearchRunsResponse first, String position) {
    List<String> names = new ArrayList<>();
    String token = first.getNextPageToken();
    while (!token.isEmpty()) {
      SearchRunsResponse page = page(scope, "metrics.loss ASC", false, token, position);
      page.getRunsList().forEach(run -> names.add(run.getName()));
      token = page.getNextPageToken();
    }
    return names;
  }

  private long count(String scope, boolean deleted, String position) {
    return stub.countRuns(
            CountRunsRequest.newBuilder()
                .setExperiment(scope)
                .setShowDeleted(deleted)
                .setPosition(position)
                .build())
        .getCount();
  }

  private SearchRunsResponse page(
      String scope, String order, boolean deleted, String token, String position) {
    return stub.searchRuns(
        SearchRunsRequest.newBuilder()
            .setExperiment(scope)
            .setOrderBy(order)
            .setPageSize(PAGE)
            .setPageToken(token)
            .setShowDeleted(deleted)
            .setPosition(position)
            .build());
  }
}
