package io.throughline.selection.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.throughline.event.v1.Evaluation;
import io.throughline.selection.check.Judgement;
import io.throughline.selection.policy.Policies;
import io.throughline.selection.policy.Policy;
import io.throughline.selection.policy.PolicyName;
import io.throughline.selection.policy.text.PolicyReader;
import io.throughline.selection.testing.GateTest;
import io.throughline.server.access.Caller;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReproductionTest extends GateTest {
  @Inject EvaluationStore store;
  @Inject Policies policies;

  @Test
  void recomputesAStoredEvaluationToTheLastBit() {
    String several =
        STRICT
            + """
              - id: folds
                metric: squared_error
                over: folds
                direction: decrease
                worse_by_at_most: 3%
              - id: unknown
                metric: accuracy
                over: units
                at_least: 0.5
            """;
    double[] old = noise(1, 10, 10);
    lineage.folds(CHAMPION, TRAINED, ERROR, old);
    lineage.folds(CANDIDATE, TRAINED, ERROR, plus(old, -8));
    Evaluation then = evaluate(request(put(several).getName()).setSeed(99).build());
    lineage.scores(CANDIDATE, JUDGED, ERROR, plus(noise(1, UNITS, 10), 1));

    EvaluationRow row = store.row(Caller.DEFAULT_TENANT, then.getName()).await().indefinitely();
    PolicyName name = PolicyName.parse(then.getPolicyVersion());
    String yaml =
        policies
            .get(Caller.DEFAULT_TENANT, name.policy(), name.version())
            .await()
            .indefinitely()
            .yaml();
    Policy policy = PolicyReader.read(yaml).policy().orElseThrow();
    Judgement again = Judgement.of(policy, EvidenceCodec.decode(row.evidence), then.getSeed());

    assertThat(again.findings().stream().map(f -> Results.message(f, 0.95)))
        .containsExactlyElementsOf(then.getChecksList());
    assertThat(again.decision().reason()).isEqualTo(then.getReason());
    assertThat(then.getVerdict().name()).endsWith(again.decision().verdict().name());
  }
}
