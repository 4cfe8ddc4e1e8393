package io.throughline.selection.outbox;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.throughline.event.v1.Batch;
import io.throughline.event.v1.Event;
import io.throughline.server.tracing.TraceContexts;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Takes events into the caller's transaction. */
@ApplicationScoped
public class Outbox {
  /** Gives the next number of a scope, from 1 again in a new epoch. The head row is locked. */
  private static final String NEXT =
      """
      insert into outbox_head (tenant, scope, epoch, number)
      select :tenant, :scope, epoch, 1 from outbox_epoch
      on conflict (tenant, scope) do update set
        number = case when outbox_head.epoch < excluded.epoch then 1 else outbox_head.number + 1 end,
        epoch = greatest(outbox_head.epoch, excluded.epoch)
      returning epoch, number
      """;

  private final String producer;

  Outbox(@ConfigProperty(name = "throughline.outbox.producer") String producer) {
    this.producer = producer;
  }

  /** Writes a batch of one event within the current transaction. */
  public Uni<Void> add(String tenant, String scope, Event event) {
    return Panache.getSession()
        .flatMap(
            session ->
                session
                    .createNativeQuery(NEXT, Object[].class)
                    .setParameter("tenant", tenant)
                    .setParameter("scope", scope)
                    .getSingleResult())
        .flatMap(
            next -> {
              long epoch = ((Number) next[0]).longValue();
              long number = ((Number) next[1]).longValue();
              Batch batch =
                  Batch.newBuilder()
                      .setScope(scope)
                      .setProducer(producer)
                      .setEpoch(epoch)
                      .setNumber(number)
                      .setTraceparent(TraceContexts.current())
                      .addEvents(event)
                      .build();
              OutboxRow row =
                  new OutboxRow(
                      new OutboxRow.Key(tenant, scope, epoch, number), batch.toByteArray());
              return row.persist().replaceWithVoid();
            });
  }
}
