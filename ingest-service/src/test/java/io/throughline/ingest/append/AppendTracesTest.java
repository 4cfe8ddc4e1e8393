package io.throughline.ingest.append;

import static io.throughline.ingest.testing.Events.runs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.grpc.GrpcClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.throughline.access.v1.Permission;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.testing.JournalClient;
import io.throughline.ingest.testing.JournalDatabase;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.testing.Spans;
import io.throughline.server.testing.TestTokens;
import io.throughline.server.testing.TracedProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TracedProfile.class)
@QuarkusTestResource(TestTokens.class)
@WithTestResource(JournalDatabase.class)
class AppendTracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @GrpcClient("journal")
  Channel channel;

  @Inject Spans spans;
  @Inject AppendTraces traces;

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
  void aBatchIsASpanBelowThatOfItsProducer() {
    JournalClient client = JournalClient.of(channel, Permission.PERMISSION_EMIT);

    Acknowledgement acknowledged =
        client.append(runs("traced", "p", 1, "a").toBuilder().setTraceparent(TRACEPARENT).build());
    client.refusal(runs("traced", "p", 9, "b").toBuilder().setTraceparent(TRACEPARENT).build());

    await().until(() -> spans.of(TRACE, "append").size() == 2);
    SpanData appended = spans.of(TRACE, "append").get(0);
    assertThat(appended.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(appended.getAttributes().asMap().toString()).contains(acknowledged.getPosition());
    SpanData refused = spans.of(TRACE, "append").get(1);
    assertThat(refused.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(refused.getAttributes().asMap().toString()).contains("NUMBER_GAP");
  }

  @Test
  void aBatchWhoseAppendThrowsOrFailsIsASpanThatEnds() {
    String trace = "1af7651916cd43dd8448eb211c80319c";
    Batch batch =
        runs("traced", "p", 1, "a").toBuilder()
            .setTraceparent("00-" + trace + "-b7ad6b7169203331-01")
            .build();
    IllegalStateException fault = new IllegalStateException("no way to append");

    assertThatThrownBy(
            () ->
                traces.traced(
                    batch,
                    () -> {
                      throw fault;
                    }))
        .isSameAs(fault);
    assertThat(traces.traced(batch, () -> CompletableFuture.failedFuture(fault)))
        .isCompletedExceptionally();

    await().until(() -> spans.of(trace, "append").size() == 2);
    assertThat(spans.of(trace, "append"))
        .allSatisfy(
            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
  }
}
