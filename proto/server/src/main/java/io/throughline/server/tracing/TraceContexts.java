package io.throughline.server.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.regex.Pattern;

/** Translates between a span's context and the {@code traceparent} of a batch. */
public final class TraceContexts {
  private static final int TRACE_BEGIN = 3;
  private static final int TRACE_END = 35;
  private static final int SPAN_END = 52;
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceContexts() {}

  /**
   * The context of a {@code traceparent}; the invalid one where there is none, or something else.
   *
   * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">Trace Context</a>
   */
  public static SpanContext parse(String traceparent) {
    if (traceparent.isEmpty() || !TRACEPARENT.matcher(traceparent).matches()) {
      return SpanContext.getInvalid();
    }
    return SpanContext.createFromRemoteParent(
        traceparent.substring(TRACE_BEGIN, TRACE_END),
        traceparent.substring(TRACE_END + 1, SPAN_END),
        TraceFlags.fromHex(traceparent, SPAN_END + 1),
        TraceState.getDefault());
  }

  /** The {@code traceparent} of a context; empty where it is invalid. */
  public static String text(SpanContext context) {
    return context.isValid()
        ? "00-%s-%s-%s"
            .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex())
        : "";
  }

  /** The {@code traceparent} of what runs now; empty where it is not traced. */
  public static String current() {
    return text(Span.current().getSpanContext());
  }

  /** A context below which spans are made. */
  public static Context below(SpanContext parent) {
    return Context.root().with(Span.wrap(parent));
  }
}
