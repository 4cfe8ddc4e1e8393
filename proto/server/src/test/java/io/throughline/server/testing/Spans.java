package io.throughline.server.testing;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The spans that have ended, for tests of what a service tells of a trace. */
public final class Spans implements SpanProcessor {
  private final List<SpanData> ended = new CopyOnWriteArrayList<>();

  /** The spans of a trace with a name. */
  public List<SpanData> of(String traceId, String name) {
    return ended.stream()
        .filter(span -> span.getTraceId().equals(traceId) && span.getName().equals(name))
        .toList();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {
    // Only what has ended counts.
  }

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    ended.add(span.toSpanData());
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }
}
