package io.throughline.selection.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * Transactions on an event loop and a context of their own. Hibernate Reactive accepts no other
 * threads, while answers of peers and computed results come on threads of theirs.
 */
@ApplicationScoped
public class Transactions {
  private final VertxInternal vertx;

  Transactions(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
  }

  /**
   * Runs the work in one transaction, which commits where it succeeds, and in the trace of whoever
   * asks for it.
   */
  public <T> Uni<T> run(Supplier<Uni<T>> work) {
    io.opentelemetry.context.Context trace = io.opentelemetry.context.Context.current();
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Context context =
                  VertxContext.createNewDuplicatedContext(vertx.createEventLoopContext());
              VertxContextSafetyToggle.setContextSafe(context, true);
              context.runOnContext(
                  ignored -> {
                    QuarkusContextStorage.INSTANCE.attach(context, trace);
                    Panache.withTransaction(work)
                        .subscribe()
                        .with(emitter::complete, emitter::fail);
                  });
            });
  }
}
