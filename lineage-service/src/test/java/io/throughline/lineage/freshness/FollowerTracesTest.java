package io.throughline.lineage.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.TestProfile;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.RunStarted;
import io.throughline.lineage.testing.LineageTest;
import io.throughline.lineage.testing.Mesh;
import io.throughline.server.testing.Spans;
import io.throughline.server.testing.TracedProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@LineageTest
@TestProfile(TracedProfile.class)
class FollowerTracesTest {
  private static final String TRACE = "1af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Inject Mesh mesh;
  @Inject Spans spans;

  /** Where the spans go. */
  @ApplicationScoped
  static class Tracing {
    @Produces
    @Singleton
    Spans spans() {
      return new Spans();
    }
  }

  @Test
  void whatTheGraphMakesOfABatchIsASpanInTheTraceOfItsProducer() {
    mesh.append(
        Batch.newBuilder()
            .setScope("experiments/traced")
            .setProducer("p")
            .setEpoch(1)
            .setNumber(1)
            .setTraceparent(TRACEPARENT)
            .addEvents(
                Event.newBuilder()
                    .setRunStarted(RunStarted.newBuilder().setName("experiments/traced/runs/r")))
            .build());

    await().atMost(Duration.ofSeconds(20)).until(() -> !spans.of(TRACE, "apply graph").isEmpty());
    SpanData applied = spans.of(TRACE, "apply graph").get(0);
    assertThat(applied.getParentSpanId()).isEqualTo("b7ad6b7169203331");
  }
}
