package io.throughline.lineage.series;

import static io.throughline.lineage.testing.Events.measured;
import static io.throughline.lineage.testing.Events.point;
import static io.throughline.lineage.testing.Events.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.SeriesIdentity;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.inspection.LogicalHashes;
import io.throughline.lineage.projection.Journal;
import io.throughline.lineage.projection.TestGraph;
import io.throughline.lineage.v1.SeriesRange;
import io.throughline.server.position.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Series that were written point by point, before, during and after their chunks are merged. */
class CompactionTest {
  private static final String SCOPE = "experiments/compaction";
  private static final int TRIGGER = 100;
  private static final int BATCHES = 400;
  private static final int RUNS = 2;

  private static TestGraph graph;
  private static Compaction compaction;

  @BeforeAll
  static void open() {
    graph = TestGraph.open("compaction");
    compaction = new Compaction(graph.graph(), TRIGGER);
  }

  @AfterAll
  static void close() {
    graph.close();
  }

  @Test
  void makesFewChunksOfManyAndChangesNoAnswer() {
    Journal journal = new Journal(11);
    journal.append(List.of("before"), List.of(batches(11)));
    graph.apply(journal.takeGroups());
    List<Moment> moments = moments(journal);
    List<String> before = answers("before", moments);
    long points = sum("before", "point_count");

    int steps = 0;
    while (step()) {
      assertThat(answers("before", moments)).isEqualTo(before);
      steps++;
    }

    assertThat(steps).isPositive();
    assertThat(answers("before", moments)).isEqualTo(before);
    assertThat(sum("before", "point_count")).isEqualTo(points);
    assertThat(sum("before", "1")).as("chunks").isLessThanOrEqualTo(points / 100 + RUNS);
    assertThat(sum("before", "(point_count > 1000)::int")).as("chunks too large").isZero();
  }

  @Test
  void losesNothingThatIsWrittenMeanwhile() {
    List<Batch> batches = batches(12);
    Journal journal = new Journal(12);
    journal.append(List.of("quiet"), List.of(batches));
    graph.apply(journal.takeGroups());
    String quiet = hash("quiet", Moment.NOW);
    journal.append(List.of("busy"), List.of(batches));
    var groups = journal.takeGroups();

    CompletableFuture<Void> told =
        CompletableFuture.runAsync(() -> groups.forEach(group -> graph.apply(List.of(group))));
    while (!told.isDone()) {
      step();
    }
    told.join();
    while (step()) {
      assertThat(hash("quiet", Moment.NOW)).isEqualTo(quiet);
    }

    assertThat(hash("busy", Moment.NOW)).isEqualTo(quiet);
  }

  @Test
  void leavesSeriesAloneThatHaveFewSmallChunks() {
    Journal journal = new Journal(13);
    journal.append(List.of("few"), List.of(batches(13).subList(0, 10)));
    graph.apply(journal.takeGroups());
    while (step()) {
      // Others may have many.
    }

    assertThat(sum("few", "(recorded IS NOT NULL)::int")).isZero();
  }

  private static boolean step() {
    return compaction.step().await().indefinitely();
  }

  /** Points of two series in any order, some of them twice, a few of them not numbers. */
  private static List<Batch> batches(long seed) {
    Random random = new Random(seed);
    List<Batch> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      Batch.Builder batch = Batch.newBuilder().setScope(SCOPE);
      for (int event = 0; event < 1 + random.nextInt(4); event++) {
        double value = random.nextInt(20) == 0 ? Double.NaN : random.nextDouble();
        batch.addEvents(
            measured(identity(random.nextInt(RUNS)), point(random.nextInt(600), i / 9, value)));
      }
      batches.add(batch.build());
      if (random.nextInt(10) == 0) {
        batches.add(batch.build());
      }
    }
    return batches;
  }

  private static SeriesIdentity identity(int run) {
    return series(SCOPE + "/runs/r" + run, "loss");
  }

  private static List<Moment> moments(Journal journal) {
    List<Moment> moments = new ArrayList<>(List.of(Moment.NOW, new Moment(null, journal.end())));
    for (int i = 0; i < 3; i++) {
      moments.add(new Moment(null, journal.somewhereAfter(Position.START)));
    }
    return moments;
  }

  private static List<String> answers(String tenant, List<Moment> moments) {
    List<String> answers = new ArrayList<>();
    for (Moment moment : moments) {
      answers.add(hash(tenant, moment));
      answers.add(
          new PastSummaries(graph.graph())
              .of(tenant, SCOPE, identity(0).getRun(), moment)
              .await()
              .indefinitely()
              .toString());
    }
    Range some = Range.of(SeriesRange.newBuilder().setFirstStep(100).setLastStep(300).build());
    Histories histories = new Histories(graph.graph());
    answers.add(histories.get(tenant, identity(1), some).await().indefinitely().message(0) + "");
    return answers;
  }

  private static String hash(String tenant, Moment moment) {
    return new LogicalHashes(graph.graph())
        .of(List.of(tenant), "", moment)
        .await()
        .indefinitely()
        .get(tenant);
  }

  private static long sum(String tenant, String what) {
    return graph
        .graph()
        .first(
            "SELECT coalesce(sum(%s), 0)::bigint FROM graph.chunk WHERE tenant = $1"
                .formatted(what),
            Tuple.of(tenant),
            row -> row.getLong(0))
        .await()
        .indefinitely()
        .orElseThrow();
  }
}
