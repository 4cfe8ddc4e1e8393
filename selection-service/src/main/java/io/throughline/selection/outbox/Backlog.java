package io.throughline.selection.outbox;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the journal has not acknowledged yet. */
@ApplicationScoped
public class Backlog {
  /** Some batches of each scope that is not waiting for its next attempt, in order. */
  private static final String DUE =
      """
      select o.tenant, o.scope, o.epoch, o.number, o.batch
      from (
        select tenant, scope, sent_epoch, sent_number from outbox_head
        where (sent_epoch, sent_number) <> (epoch, number) and retry_time <= now()
        order by retry_time limit 64
      ) h cross join lateral (
        select * from outbox o
        where o.tenant = h.tenant and o.scope = h.scope
          and (o.epoch, o.number) > (h.sent_epoch, h.sent_number)
        order by o.epoch, o.number limit 16
      ) o
      order by o.tenant, o.scope, o.epoch, o.number
      """;

  private static final String SENT =
      """
      with row as (
        update outbox set position = $5
        where tenant = $1 and scope = $2 and epoch = $3 and number = $4
      )
      update outbox_head set sent_epoch = $3, sent_number = $4, attempts = 0, retry_time = now()
      where tenant = $1 and scope = $2 and (sent_epoch, sent_number) < ($3, $4)
      """;

  private static final String FAILED =
      """
      update outbox_head set
        attempts = attempts + 1,
        retry_time = now() + least($3, 0.1 * power(2, least(attempts, 16))) * interval '1 second'
      where tenant = $1 and scope = $2
      """;

  private static final String EPOCH =
      "update outbox_epoch set epoch = greatest(epoch, $1) returning epoch";

  private static final String WAITING =
      """
      select count(*) from (
        select from outbox_head where (sent_epoch, sent_number) <> (epoch, number) limit 10000
      ) counted
      """;

  private final Pool pool;

  Backlog(Pool pool) {
    this.pool = pool;
  }

  /** Whose batches they are. */
  record Home(String tenant, String scope) {}

  /** A batch to send. */
  record Item(Home home, long epoch, long number, byte[] batch) {}

  Uni<Map<Home, List<Item>>> due() {
    return pool.query(DUE)
        .execute()
        .map(
            rows -> {
              Map<Home, List<Item>> due = new LinkedHashMap<>();
              for (Row row : rows) {
                Home home = new Home(row.getString("tenant"), row.getString("scope"));
                due.computeIfAbsent(home, any -> new ArrayList<>())
                    .add(
                        new Item(
                            home,
                            row.getLong("epoch"),
                            row.getLong("number"),
                            row.getBuffer("batch").getBytes()));
              }
              return due;
            });
  }

  /** How many scopes have batches that are not acknowledged, up to a limit. */
  Uni<Long> waiting() {
    return pool.query(WAITING).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  Uni<Void> sent(Item item, String position) {
    Tuple values = Tuple.of(item.home().tenant(), item.home().scope(), item.epoch(), item.number());
    return pool.preparedQuery(SENT).execute(values.addString(position)).replaceWithVoid();
  }

  Uni<Void> failed(Home home, double mostSeconds) {
    return pool.preparedQuery(FAILED)
        .execute(Tuple.of(home.tenant(), home.scope(), mostSeconds))
        .replaceWithVoid();
  }

  Uni<Void> raiseEpoch(long epoch) {
    return pool.preparedQuery(EPOCH).execute(Tuple.of(epoch)).replaceWithVoid();
  }
}
