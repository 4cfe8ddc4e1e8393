package io.throughline.ingest.follower;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.throughline.server.tracing.TraceContexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans of effects in the traces that the batches carry: one for each trace of a group, below its
 * first batch, with a link to every other one. What nobody traces makes no span.
 */
public final class FollowerTraces {
  private static final int MOST_TRACES = 16;
  private static final int MOST_LINKS = 64;

  private final Tracer tracer;
  private final String projection;

  /** Spans of a projection. */
  public FollowerTraces(Tracer tracer, String projection) {
    this.tracer = tracer;
    this.projection = projection;
  }

  /** An effect that is traced. */
  public Effect traced(Effect effect) {
    return (connection, batches) -> {
      List<Span> spans = spans(batches);
      return spans.isEmpty()
          ? effect.apply(connection, batches)
          : effect
              .apply(connection, batches)
              .onFailure()
              .invoke(fault -> spans.forEach(span -> span.setStatus(StatusCode.ERROR)))
              .onTermination()
              .invoke(() -> spans.forEach(Span::end));
    };
  }

  private List<Span> spans(List<FollowedBatch> batches) {
    Map<String, SpanBuilder> traces = new LinkedHashMap<>();
    int links = 0;
    for (FollowedBatch batch : batches) {
      SpanContext context = TraceContexts.parse(batch.batch().getTraceparent());
      if (!context.isValid()) {
        continue;
      }
      SpanBuilder known = traces.get(context.getTraceId());
      if (known != null && links < MOST_LINKS) {
        known.addLink(context);
        links++;
      } else if (known == null && traces.size() < MOST_TRACES) {
        traces.put(context.getTraceId(), span(batch, context, batches.size()));
      }
    }
    return traces.values().stream().map(SpanBuilder::startSpan).toList();
  }

  private SpanBuilder span(FollowedBatch batch, SpanContext parent, int group) {
    return tracer
        .spanBuilder("apply " + projection)
        .setSpanKind(SpanKind.CONSUMER)
        .setParent(TraceContexts.below(parent))
        .setAttribute("throughline.partition", batch.partition())
        .setAttribute("throughline.position", batch.position())
        .setAttribute("throughline.group", group);
  }
}
