package io.throughline.selection.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.throughline.event.v1.Batch;
import io.throughline.selection.testing.GateTest;
import io.throughline.selection.testing.Peer;
import io.throughline.server.testing.TracedProfile;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TracedProfile.class)
class OutboxTraceTest extends GateTest {
  private static final String TRACE = "2af7651916cd43dd8448eb211c80319c";

  @Test
  void aVerdictAndWhatItAsksOfTheGraphLieInTheTraceOfItsCaller() {
    // Given
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        "00-" + TRACE + "-b7ad6b7169203331-01");
    String candidate = "experiments/traced/models/new";
    lineage.model(candidate, "");
    // When
    evaluations()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .evaluateCandidate(request(put(STRICT).getName()).setCandidate(candidate).build());
    // Then
    Batch batch =
        await().until(() -> journal.received("experiments/traced"), l -> !l.isEmpty()).get(0);
    assertThat(batch.getTraceparent()).startsWith("00-" + TRACE).doesNotContain("b7ad6b7169203331");
    assertThat(Peer.wasCalledIn(TRACE)).isTrue();
  }
}
