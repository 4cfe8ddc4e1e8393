package io.throughline.selection.evaluation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Evaluation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** How long evaluations take, by their verdicts. */
@ApplicationScoped
class EvaluationMetrics {
  private static final String PREFIX = "VERDICT_";
  private final MeterRegistry registry;

  EvaluationMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The same evaluation, measured; one that fails counts as refused. */
  Uni<Evaluation> measured(Uni<Evaluation> evaluation) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Timer.Sample sample = Timer.start(registry);
              return evaluation
                  .invoke(done -> sample.stop(timer(done.getVerdict().name())))
                  .onFailure()
                  .invoke(failed -> sample.stop(timer("refused")));
            });
  }

  private Timer timer(String verdict) {
    return Timer.builder("throughline.evaluation")
        .description("How long evaluations took, by verdict")
        .tag("verdict", verdict.replace(PREFIX, "").toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
