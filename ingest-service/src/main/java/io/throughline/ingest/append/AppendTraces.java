package io.throughline.ingest.append;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.throughline.event.v1.Batch;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.status.Failure;
import io.throughline.server.tracing.TraceContexts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A span for each batch that its producer traces: from the door to its answer. */
@ApplicationScoped
class AppendTraces {
  private final Tracer tracer;

  AppendTraces(Tracer tracer) {
    this.tracer = tracer;
  }

  /** The batch, in the trace of the call where it names none. */
  static Batch inTraceOfCall(Batch batch) {
    String current = batch.getTraceparent().isEmpty() ? TraceContexts.current() : "";
    return current.isEmpty() ? batch : batch.toBuilder().setTraceparent(current).build();
  }

  /** Appends in a span below the batch's own. */
  CompletableFuture<Outcome> traced(Batch batch, Supplier<CompletableFuture<Outcome>> append) {
    SpanContext parent = TraceContexts.parse(batch.getTraceparent());
    if (!parent.isValid()) {
      return append.get();
    }
    Span span =
        tracer
            .spanBuilder("append")
            .setParent(TraceContexts.below(parent))
            .setAttribute("throughline.scope", batch.getScope())
            .setAttribute("throughline.producer", batch.getProducer())
            .setAttribute("throughline.number", batch.getNumber())
            .setAttribute("throughline.events", batch.getEventsCount())
            .startSpan();
    try {
      return append
          .get()
          .whenComplete(
              (outcome, fault) -> {
                if (fault == null) {
                  end(span, outcome);
                } else {
                  fail(span, fault);
                }
              });
    } catch (RuntimeException e) {
      fail(span, e);
      throw e;
    }
  }

  private static void fail(Span span, Throwable fault) {
    span.recordException(fault).setStatus(StatusCode.ERROR);
    span.end();
  }

  private static void end(Span span, Outcome outcome) {
    if (outcome.refusal().isPresent()) {
      Failure refusal = outcome.refusal().get();
      span.setAttribute("throughline.refusal", refusal.reason().name()).setStatus(StatusCode.ERROR);
    } else {
      Acknowledgement acknowledged = outcome.acknowledgement().orElseThrow();
      span.setAttribute("throughline.position", acknowledged.getPosition())
          .setAttribute("throughline.duplicate", acknowledged.getDuplicate());
    }
    span.end();
  }
}
