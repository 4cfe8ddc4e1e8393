package io.throughline.selection.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.context.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.throughline.event.v1.Batch;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.testing.Peer;
import io.throughline.server.testing.TracedProfile;
import io.throughline.server.tracing.TraceContexts;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TracedProfile.class)
class OutboxTraceTest extends GateTest {
  private static final String TRACE = "2af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void aVerdictAndWhatItAsksOfTheGraphLieInTheTraceOfItsCaller() {
    // Given
    String candidate = "experiments/traced/models/new";
    lineage.model(candidate, "");
    String policy = put(STRICT).getName();
    // When
    try (Scope ignored = TraceContexts.below(TraceContexts.parse(TRACEPARENT)).makeCurrent()) {
      evaluations().evaluateCandidate(request(policy).setCandidate(candidate).build());
    }
    // Then
    Batch batch =
        await().until(() -> journal.received("experiments/traced"), l -> !l.isEmpty()).get(0);
    assertThat(batch.getTraceparent()).startsWith("00-" + TRACE).doesNotContain("b7ad6b7169203331");
    assertThat(Peer.wasCalledIn(TRACE)).isTrue();
  }
}
