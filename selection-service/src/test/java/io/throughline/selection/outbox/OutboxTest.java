package io.throughline.selection.outbox;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.testing.GateTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutboxTest extends GateTest {
  @Inject Pool pool;
  @Inject Backlog backlog;

  @Test
  void tellsTheJournalOfEveryEvaluation() {
    Evaluation evaluation = evaluateIn("experiments/told");

    Batch batch =
        await().until(() -> journal.received("experiments/told"), l -> !l.isEmpty()).get(0);
    assertThat(batch.getProducer()).isEqualTo("selection-service");
    assertThat(batch.getEpoch()).isEqualTo(1);
    assertThat(batch.getNumber()).isEqualTo(1);
    assertThat(batch.getEvents(0).getEvaluationCompleted().getEvaluation()).isEqualTo(evaluation);
  }

  @Test
  void keepsWhatTheJournalCannotTakeAndSendsItInOrder() {
    String experiment = "experiments/patient";
    journal.stop();
    List<Evaluation> told = IntStream.range(0, 20).mapToObj(i -> evaluateIn(experiment)).toList();
    await().until(() -> attempts(experiment) > 1);

    journal = io.throughline.selection.testing.JournalPeer.running();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(journal.received(experiment)).hasSize(20));
    List<Batch> received = journal.received(experiment);
    assertThat(received.stream().map(Batch::getNumber))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
    assertThat(received.stream().map(b -> b.getEvents(0).getEvaluationCompleted().getEvaluation()))
        .containsExactlyElementsOf(told);
    await().until(() -> backlog.due().await().indefinitely().isEmpty());
  }

  @Test
  void operatorsSeeVerdictsAndWhatTheJournalHasNotTaken() {
    String experiment = "experiments/measured";
    journal.stop();
    evaluateIn(experiment);

    assertThat(backlog.waiting().await().indefinitely()).isPositive();
    assertThat(get("/q/metrics").body().asString())
        .containsPattern("throughline_evaluation_seconds_count\\{verdict=\"[a-z]+\"")
        .contains("throughline_outbox_waiting_scopes")
        .doesNotContain(experiment);
    assertThat(get("/q/health/ready").body().asString()).contains("synchronous_commit");

    journal = io.throughline.selection.testing.JournalPeer.running();
    await().untilAsserted(() -> assertThat(backlog.waiting().await().indefinitely()).isZero());
  }

  @Test
  void sendsTheSameBatchAgainWhereTheAnswerWasLost() {
    String experiment = "experiments/deaf";
    journal.loseAnswers(2);
    evaluateIn(experiment);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(journal.received(experiment)).hasSize(3));
    assertThat(journal.received(experiment).stream().distinct()).hasSize(1);
    await().until(() -> backlog.due().await().indefinitely().isEmpty());
  }

  @Test
  void numbersAnewInARaisedEpoch() {
    String experiment = "experiments/restored";
    evaluateIn(experiment);
    evaluateIn(experiment);
    backlog.raiseEpoch(2).await().indefinitely();
    try {
      evaluateIn(experiment);
      evaluateIn(experiment);
    } finally {
      pool.query("update outbox_epoch set epoch = 1").executeAndAwait();
    }

    await()
        .untilAsserted(
            () ->
                assertThat(
                        journal.received(experiment).stream()
                            .map(b -> b.getEpoch() + "/" + b.getNumber()))
                    .containsExactly("1/1", "1/2", "2/1", "2/2"));
  }

  private Evaluation evaluateIn(String experiment) {
    String candidate = experiment + "/models/new";
    lineage.model(candidate, "");
    return evaluate(request(put(STRICT).getName()).setCandidate(candidate).build());
  }

  private int attempts(String scope) {
    return pool.preparedQuery("select attempts from outbox_head where scope = $1")
        .executeAndAwait(io.vertx.mutiny.sqlclient.Tuple.of(scope))
        .iterator()
        .next()
        .getInteger(0);
  }
}
