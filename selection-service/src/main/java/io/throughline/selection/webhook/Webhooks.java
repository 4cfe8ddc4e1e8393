package io.throughline.selection.webhook;

import com.google.protobuf.util.Timestamps;
import io.smallrye.mutiny.Uni;
import io.throughline.selection.v1.Delivery;
import io.throughline.selection.v1.PutWebhookRequest;
import io.throughline.selection.v1.Webhook;
import io.throughline.server.status.Failure;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The stored webhooks. A changed one keeps its secret. */
@ApplicationScoped
public class Webhooks {
  private static final String PUT =
      """
      insert into webhook (tenant, webhook, url, secret, events, author, create_time)
      values ($1, $2, $3, $4, $5, $6, now())
      on conflict (tenant, webhook) do update set url = excluded.url, events = excluded.events
      returning webhook, url, events, author, create_time, secret = $4 as fresh
      """;

  private static final String LIST =
      """
      select webhook, url, events, author, create_time, false as fresh from webhook
      where tenant = $1 order by webhook limit 1000
      """;

  private static final String DELETE =
      "delete from webhook where tenant = $1 and webhook = $2 returning webhook";

  private static final String DELIVERIES =
      """
      select d.* from webhook w left join lateral (
        select * from webhook_delivery d where d.tenant = w.tenant and d.webhook = w.webhook
        order by d.create_time desc limit 100) d on true
      where w.tenant = $1 and w.webhook = $2
      """;

  private final Pool pool;

  Webhooks(Pool pool) {
    this.pool = pool;
  }

  Uni<Webhook> put(String tenant, PutWebhookRequest request, String author) {
    byte[] secret = Signature.freshSecret();
    return list(
            PUT,
            Tuple.tuple()
                .addString(tenant)
                .addString(request.getId())
                .addString(request.getUrl())
                .addBuffer(Buffer.buffer(secret))
                .addArrayOfString(request.getEventsList().toArray(String[]::new))
                .addString(author),
            row -> {
              Webhook.Builder webhook = webhook(row).toBuilder();
              if (row.getBoolean("fresh")) {
                webhook.setSecret(Signature.show(secret));
              }
              return webhook.build();
            })
        .map(found -> found.get(0));
  }

  Uni<List<Webhook>> list(String tenant) {
    return list(LIST, Tuple.of(tenant), Webhooks::webhook);
  }

  /** Fails with NOT_FOUND. */
  Uni<Void> delete(String tenant, String id) {
    return list(DELETE, Tuple.of(tenant, id), row -> id)
        .invoke(found -> require(found, id))
        .replaceWithVoid();
  }

  /** Fails with NOT_FOUND. */
  Uni<List<Delivery>> deliveries(String tenant, String id) {
    return list(DELIVERIES, Tuple.of(tenant, id), row -> row)
        .invoke(found -> require(found, id))
        .map(
            rows ->
                rows.stream()
                    .filter(row -> row.getUUID("delivery") != null)
                    .map(Webhooks::delivery)
                    .toList());
  }

  private <T> Uni<List<T>> list(String sql, Tuple values, Function<Row, T> read) {
    return pool.preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              List<T> found = new ArrayList<>();
              rows.forEach(row -> found.add(read.apply(row)));
              return found;
            });
  }

  private static void require(List<?> found, String id) {
    if (found.isEmpty()) {
      throw Failure.notFound("webhook", id);
    }
  }

  private static Webhook webhook(Row row) {
    return Webhook.newBuilder()
        .setId(row.getString("webhook"))
        .setUrl(row.getString("url"))
        .addAllEvents(List.of(row.getArrayOfStrings("events")))
        .setAuthor(row.getString("author"))
        .setCreateTime(time(row))
        .build();
  }

  private static Delivery delivery(Row row) {
    return Delivery.newBuilder()
        .setId(row.getUUID("delivery").toString())
        .setEvent(row.getString("event"))
        .setSubject(row.getString("subject"))
        .setAttempts(row.getInteger("attempts"))
        .setDone(row.getOffsetDateTime("done_time") != null)
        .setOutcome(row.getString("outcome"))
        .setCreateTime(time(row))
        .build();
  }

  private static com.google.protobuf.Timestamp time(Row row) {
    OffsetDateTime time = row.getOffsetDateTime("create_time");
    return Timestamps.fromMillis(time.toInstant().toEpochMilli());
  }
}
