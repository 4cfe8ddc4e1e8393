package io.throughline.lineage.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.ingest.follower.FollowedBatch;
import io.throughline.lineage.inspection.LogicalHashes;
import io.throughline.lineage.projection.History.Said;
import io.throughline.lineage.store.Graph;
import io.throughline.lineage.testing.LineageTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Any order that keeps conflicts, any batching, any duplication gives the same graph. */
@LineageTest
class HistoryTest {
  private static final int HISTORIES = 200;
  private static final int EVENTS = 40;

  @Inject Projector projector;
  @Inject Graph graph;
  @Inject LogicalHashes hashes;

  @Test
  void isTheSameGraphHoweverItsHistoryIsTold() {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      List<Said> history = History.random(seed, EVENTS);
      Retelling retelling = new Retelling(seed);

      String plain = hash("plain" + seed, retelling.groups("plain" + seed, history, 1));
      String retold =
          hash(
              "retold" + seed,
              retelling.groups("retold" + seed, retelling.shuffleAndDuplicate(history), 8));

      assertThat(retold).as("seed %d", seed).isEqualTo(plain);
    }
  }

  @Test
  void isAnotherGraphWhenAnEventIsLeftOut() {
    List<Said> history = History.random(7, EVENTS);
    Retelling retelling = new Retelling(7);

    String whole = hash("whole", retelling.groups("whole", history, 4));
    String shortened = hash("less", retelling.groups("less", history.subList(0, EVENTS / 2), 4));

    assertThat(shortened).isNotEqualTo(whole);
  }

  private String hash(String tenant, List<List<FollowedBatch>> groups) {
    for (List<FollowedBatch> group : groups) {
      graph
          .pool()
          .withTransaction(connection -> projector.on(graph.generation()).apply(connection, group))
          .await()
          .indefinitely();
    }
    return hashes.of(tenant, "").await().indefinitely();
  }
}
