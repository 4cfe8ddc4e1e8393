package io.throughline.server.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceContextsTest {
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void aTraceparentComesBackAsItWas() {
    assertThat(TraceContexts.text(TraceContexts.parse(TRACEPARENT))).isEqualTo(TRACEPARENT);
  }

  @Test
  void whatIsNotTracedHasNone() {
    assertThat(TraceContexts.parse("").isValid()).isFalse();
    assertThat(TraceContexts.parse("x".repeat(TRACEPARENT.length())).isValid()).isFalse();
    assertThat(TraceContexts.parse(TRACEPARENT.toUpperCase(java.util.Locale.ROOT)).isValid())
        .isFalse();
    assertThat(TraceContexts.current()).isEmpty();
  }
}
