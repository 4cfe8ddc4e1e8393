package io.throughline.selection.waiver;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.event.v1.Event;
import io.throughline.event.v1.Waiver;
import io.throughline.event.v1.WaiverGranted;
import io.throughline.event.v1.WaiverRevoked;
import io.throughline.event.v1.WaiverState;
import io.throughline.selection.evaluation.WaiverLookup;
import io.throughline.selection.outbox.Outbox;
import io.throughline.selection.outbox.Sender;
import io.throughline.selection.store.Transactions;
import io.throughline.selection.webhook.Notices;
import io.throughline.server.name.ResourceName;
import io.throughline.server.status.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The stored waivers. */
@ApplicationScoped
public class Waivers implements WaiverLookup {
  private final Transactions transactions;
  private final Outbox outbox;
  private final Sender sender;
  private final Notices notices;

  Waivers(Transactions transactions, Outbox outbox, Sender sender, Notices notices) {
    this.transactions = transactions;
    this.outbox = outbox;
    this.sender = sender;
    this.notices = notices;
  }

  Uni<Waiver> add(WaiverRow row) {
    return transactions.run(row::persistAndFlush).replaceWith(row.message(Instant.now()));
  }

  /** Grants, by somebody other than the author. */
  Uni<Waiver> grant(String tenant, String name, String approver) {
    Instant now = Instant.now();
    return transactions
        .run(
            () ->
                locked(tenant, name)
                    .flatMap(
                        row -> {
                          if (row.author.equals(approver)) {
                            throw ownWaiver(row);
                          }
                          WaiverState state = row.state(now);
                          if (state == WaiverState.WAIVER_STATE_GRANTED) {
                            return Uni.createFrom().item(row.message(now));
                          }
                          require(row, state, WaiverState.WAIVER_STATE_REQUESTED, "granted");
                          row.approver = approver;
                          Waiver waiver = row.message(now);
                          return told(
                              row,
                              Event.newBuilder()
                                  .setWaiverGranted(WaiverGranted.newBuilder().setWaiver(waiver)),
                              Notices.WAIVER_GRANTED,
                              waiver);
                        }))
        .invoke(sender::wake);
  }

  /** Takes back what was asked for or granted. */
  Uni<Waiver> revoke(String tenant, String name, String author, String reason) {
    Instant now = Instant.now();
    return transactions
        .run(
            () ->
                locked(tenant, name)
                    .flatMap(
                        row -> {
                          boolean granted = row.approver != null;
                          WaiverState state = row.state(now);
                          require(
                              row,
                              state,
                              granted
                                  ? WaiverState.WAIVER_STATE_GRANTED
                                  : WaiverState.WAIVER_STATE_REQUESTED,
                              "taken back");
                          row.revoked = true;
                          Waiver waiver = row.message(now);
                          return granted
                              ? told(
                                  row,
                                  Event.newBuilder()
                                      .setWaiverRevoked(
                                          WaiverRevoked.newBuilder()
                                              .setWaiver(name)
                                              .setAuthor(author)
                                              .setReason(reason)),
                                  Notices.WAIVER_REVOKED,
                                  waiver)
                              : Uni.createFrom().item(waiver);
                        }))
        .invoke(sender::wake);
  }

  /** The newest first; before another one, where that is not empty; of one candidate, likewise. */
  Uni<List<Waiver>> list(
      String tenant, String experiment, String candidate, String before, int limit) {
    String query =
        "key.tenant = ?1 and key.experiment = ?2 and (?3 = '' or candidate = ?3)"
            + " and (?4 = '' or key.waiver < ?4) order by key.waiver desc";
    Instant now = Instant.now();
    return transactions
        .run(
            () ->
                WaiverRow.<WaiverRow>find(query, tenant, experiment, candidate, before)
                    .range(0, limit - 1)
                    .list())
        .map(rows -> rows.stream().map(row -> row.message(now)).toList());
  }

  /** The waivers in force now, of one check the one that lasts longest. */
  public Uni<Collection<Waiver>> standing(String tenant, String policy, String candidate) {
    Instant now = Instant.now();
    return transactions
        .run(
            () ->
                WaiverRow.<WaiverRow>find(
                        "key.tenant = ?1 and candidate = ?2 and policy = ?3 and approver is not null"
                            + " and not revoked and expireTime > ?4 order by expireTime",
                        tenant,
                        candidate,
                        policy,
                        now)
                    .list())
        .map(
            rows ->
                rows.stream()
                    .map(row -> row.message(now))
                    .collect(Collectors.toMap(Waiver::getCheck, waiver -> waiver, (a, b) -> b))
                    .values());
  }

  @Override
  public Uni<Map<String, String>> inForce(String tenant, String policy, String candidate) {
    return standing(tenant, policy, candidate)
        .map(found -> found.stream().collect(Collectors.toMap(Waiver::getCheck, Waiver::getName)));
  }

  private Uni<Waiver> told(WaiverRow row, Event.Builder event, String notice, Waiver waiver) {
    String scope = "experiments/" + row.key.experiment();
    return outbox
        .add(row.key.tenant(), scope, event.build())
        .flatMap(done -> notices.queue(row.key.tenant(), notice, row.name(), waiver))
        .replaceWith(waiver);
  }

  private static Uni<WaiverRow> locked(String tenant, String name) {
    ResourceName parsed = ResourceName.parse(name);
    WaiverRow.Key key = new WaiverRow.Key(tenant, parsed.scope().id(), parsed.id());
    return WaiverRow.<WaiverRow>findById(key, LockModeType.PESSIMISTIC_WRITE)
        .onItem()
        .ifNull()
        .failWith(() -> Failure.notFound("waiver", name));
  }

  private static void require(WaiverRow row, WaiverState state, WaiverState wanted, String verb) {
    if (state != wanted) {
      throw Failure.of(
              ErrorReason.ERROR_REASON_WAIVER_UNSUITABLE,
              "'%s' is %s and cannot be %s; ask for a new one"
                  .formatted(
                      row.name(),
                      state
                          .name()
                          .substring("WAIVER_STATE_".length())
                          .toLowerCase(java.util.Locale.ROOT),
                      verb))
          .resource("waiver", row.name());
    }
  }

  private static Failure ownWaiver(WaiverRow row) {
    return Failure.of(
            ErrorReason.ERROR_REASON_APPROVER_IS_AUTHOR,
            "'%s' asked for this waiver and cannot grant it; another must".formatted(row.author))
        .resource("waiver", row.name());
  }
}
