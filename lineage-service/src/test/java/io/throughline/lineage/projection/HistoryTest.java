package io.throughline.lineage.projection;

import static io.throughline.lineage.testing.Events.at;
import static io.throughline.lineage.testing.Events.tagged;
import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.ModelDeployed;
import io.throughline.lineage.asof.Moment;
import io.throughline.lineage.inspection.LogicalHashes;
import io.throughline.lineage.projection.History.Said;
import io.throughline.server.position.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Any order that keeps conflicts, any batching, any duplication gives the same graph; and what was
 * known at a position is what a graph knows that was made from the events up to there alone. A
 * purged experiment leaves what is left where its events had never been told. Many histories lie
 * side by side in one database, a tenant each, and are applied in common groups. The full form:
 * {@code -Dhistories=20000}.
 */
class HistoryTest {
  private static final int TRIES = 8;
  private static final int EVENTS = 40;
  private static final int TOGETHER = 50;
  private static final int HISTORIES = Integer.getInteger("histories", 200);

  private static TestGraph graph;
  private static LogicalHashes hashes;

  @BeforeContainer
  static void open() {
    graph = TestGraph.open("histories");
    hashes = new LogicalHashes(graph.graph());
  }

  @AfterContainer
  static void close() {
    graph.close();
  }

  /** The histories of one round, each told as it was, told in another way, and told in part. */
  private static final class Round {
    final Journal journal;
    final Retelling retelling;
    final List<List<Said>> histories = new ArrayList<>();
    final String name;

    Round(long seed, int size, String name) {
      this(seed, size, name, 0);
    }

    /** Histories in which experiments are purged, that many times in each. */
    Round(long seed, int size, String name, int purges) {
      this.journal = new Journal(seed);
      this.retelling = new Retelling(seed);
      this.name = name;
      for (int i = 0; i < size; i++) {
        histories.add(History.random(31 * seed + i, EVENTS, purges));
      }
    }

    List<String> tenants(String way) {
      List<String> tenants = new ArrayList<>();
      for (int i = 0; i < histories.size(); i++) {
        tenants.add("%s-%s-%d".formatted(name, way, i));
      }
      return tenants;
    }

    void tell(String way, List<List<Batch>> batches) {
      journal.append(tenants(way), batches);
      graph.apply(journal.takeGroups());
    }

    List<String> hashes(String way, Moment moment) {
      List<String> tenants = tenants(way);
      Map<String, String> found = hashes.of(tenants, "", moment).await().indefinitely();
      return tenants.stream().map(found::get).toList();
    }
  }

  private static int rounds;

  @Property(tries = TRIES)
  void isTheSameGraphHoweverItsHistoryIsToldAndKnowsItsPast(@ForAll long seed) {
    int left = Math.max(1, HISTORIES / TRIES);
    for (int i = 0; left > 0; i++) {
      int size = Math.min(TOGETHER, left);
      check(new Round(seed + i, size, "r" + rounds++));
      left -= size;
    }
  }

  @Property(tries = TRIES)
  void isTheSameGraphWhetherAnExperimentIsPurgedOrWasNeverToldOf(@ForAll long seed) {
    int left = Math.max(1, HISTORIES / TRIES);
    for (int i = 0; left > 0; i++) {
      Round round = new Round(seed + i, Math.min(TOGETHER, left), "p" + rounds++, 3);
      List<List<Batch>> batches =
          round.histories.stream().map(h -> round.retelling.batches(h, 8)).toList();
      round.tell("purged", batches);
      round.tell("buried", batches.stream().map(Retelling::bury).toList());
      Moment all = new Moment(null, round.journal.end());

      assertThat(round.hashes("purged", Moment.NOW))
          .as(round.name)
          .isEqualTo(round.hashes("buried", Moment.NOW));
      assertThat(round.hashes("purged", all)).as(round.name).isEqualTo(round.hashes("buried", all));
      left -= TOGETHER;
    }
  }

  private static void check(Round round) {
    Retelling retelling = round.retelling;
    round.tell("plain", round.histories.stream().map(h -> retelling.batches(h, 1)).toList());
    Position end = round.journal.end();
    Position cut = round.journal.somewhereAfter(Position.START);
    round.tell(
        "retold",
        round.histories.stream()
            .map(h -> retelling.batches(retelling.shuffleAndDuplicate(h), 8))
            .toList());
    round.tell(
        "part",
        round.tenants("plain").stream().map(tenant -> round.journal.of(tenant, cut)).toList());

    List<String> plain = round.hashes("plain", Moment.NOW);

    assertThat(round.hashes("retold", Moment.NOW)).as(round.name).isEqualTo(plain);
    Moment then = new Moment(null, cut);
    Moment all = new Moment(null, round.journal.end());
    assertThat(round.hashes("plain", then)).as(round.name).isEqualTo(round.hashes("part", all));
    assertThat(round.hashes("plain", new Moment(null, end)))
        .as(round.name)
        .isEqualTo(round.hashes("plain", all));
  }

  @Example
  void isAnotherGraphWhenEventsAreLeftOut() {
    Round round = new Round(7, 1, "left-out");
    List<Said> history = round.histories.get(0);
    Retelling retelling = round.retelling;

    round.tell("whole", List.of(retelling.batches(history, 4)));
    round.tell("less", List.of(retelling.batches(history.subList(0, EVENTS / 2), 4)));

    assertThat(round.hashes("less", Moment.NOW)).isNotEqualTo(round.hashes("whole", Moment.NOW));
  }

  @Example
  void knowsThatAScopeSpokeForItselfThoughAnotherOneOfItsPartitionSpokeOfItBefore() {
    Batch deployed =
        batch(
            "environments/production",
            Event.newBuilder()
                .setModelDeployed(
                    ModelDeployed.newBuilder()
                        .setName("environments/production/deployments/d")
                        .setModel("experiments/e0/models/m")));
    Batch tagged = batch("experiments/e0", tagged("experiments/e0/runs/r", "w", "1").toBuilder());
    Round round = new Round(7, 1, "spoken");

    round.tell("other-first", List.of(List.of(deployed, tagged)));
    round.tell("own-first", List.of(List.of(tagged, deployed)));

    Moment all = new Moment(null, round.journal.end());
    assertThat(round.hashes("other-first", all)).isEqualTo(round.hashes("own-first", all));
  }

  private static Batch batch(String scope, Event.Builder event) {
    return Batch.newBuilder().setScope(scope).addEvents(at(1_000, event.build())).build();
  }
}
