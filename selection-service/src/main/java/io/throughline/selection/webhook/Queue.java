package io.throughline.selection.webhook;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What is to be told, and what became of it. */
@ApplicationScoped
public class Queue {
  /** Takes some that are due, for as long as an attempt may last; other replicas take others. */
  private static final String TAKE =
      """
      update webhook_delivery d
      set attempts = attempts + 1, retry_time = now() + interval '60 seconds'
      from webhook w
      where w.tenant = d.tenant and w.webhook = d.webhook
        and (d.tenant, d.webhook, d.delivery) in (
          select tenant, webhook, delivery from webhook_delivery
          where done_time is null and retry_time <= now()
          order by retry_time limit 16 for update skip locked)
      returning d.tenant, d.webhook, d.delivery, d.payload, d.attempts, w.url, w.secret
      """;

  private static final String DONE =
      """
      update webhook_delivery set done_time = now(), outcome = $4
      where tenant = $1 and webhook = $2 and delivery = $3
      """;

  private static final String AGAIN =
      """
      update webhook_delivery set retry_time = now() + $5 * interval '1 second', outcome = $4
      where tenant = $1 and webhook = $2 and delivery = $3
      """;

  private static final String FORGET =
      "delete from webhook_delivery where done_time < now() - interval '30 days'";

  private final Pool pool;

  Queue(Pool pool) {
    this.pool = pool;
  }

  /** A message to send; its text hides the secret. */
  record Item(
      String tenant,
      String webhook,
      UUID delivery,
      String payload,
      int attempts,
      String url,
      byte[] secret) {

    @Override
    public String toString() {
      return "message %s to webhook %s".formatted(delivery, webhook);
    }
  }

  Uni<List<Item>> take() {
    return pool.query(TAKE)
        .execute()
        .map(
            rows -> {
              List<Item> items = new ArrayList<>();
              for (Row row : rows) {
                Buffer secret = Buffer.newInstance(row.getDelegate().getBuffer("secret"));
                items.add(
                    new Item(
                        row.getString("tenant"),
                        row.getString("webhook"),
                        row.getUUID("delivery"),
                        row.getString("payload"),
                        row.getInteger("attempts"),
                        row.getString("url"),
                        secret.getBytes()));
              }
              return items;
            });
  }

  Uni<Void> done(Item item, String outcome) {
    return pool.preparedQuery(DONE)
        .execute(Tuple.of(item.tenant(), item.webhook(), item.delivery(), outcome))
        .replaceWithVoid();
  }

  Uni<Void> again(Item item, String outcome, double seconds) {
    return pool.preparedQuery(AGAIN)
        .execute(Tuple.of(item.tenant(), item.webhook(), item.delivery(), outcome, seconds))
        .replaceWithVoid();
  }

  Uni<Void> forget() {
    return pool.query(FORGET).execute().replaceWithVoid();
  }
}
