package io.throughline.selection.waiver;

import io.smallrye.mutiny.Uni;
import io.throughline.selection.store.Transactions;
import io.throughline.selection.webhook.Expiries;
import io.throughline.selection.webhook.Notices;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/** Tells of waivers that are over: their gates are closed again. */
@ApplicationScoped
public class EndedWaivers implements Expiries {
  private static final int SOME = 50;

  private final Transactions transactions;
  private final Notices notices;

  EndedWaivers(Transactions transactions, Notices notices) {
    this.transactions = transactions;
    this.notices = notices;
  }

  @Override
  public Uni<Void> tell() {
    Instant now = Instant.now();
    return transactions.run(
        () ->
            WaiverRow.<WaiverRow>find(
                    "approver is not null and not revoked and not expiryTold and expireTime <= ?1"
                        + " order by expireTime",
                    now)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .range(0, SOME - 1)
                .list()
                .flatMap(rows -> tell(rows, now)));
  }

  private Uni<Void> tell(List<WaiverRow> rows, Instant now) {
    Uni<Void> all = Uni.createFrom().voidItem();
    for (WaiverRow row : rows) {
      all =
          all.flatMap(
              done -> {
                row.expiryTold = true;
                return notices.queue(
                    row.key.tenant(), Notices.WAIVER_EXPIRED, row.name(), row.message(now));
              });
    }
    return all;
  }
}
