package io.throughline.ingest.append;

import io.smallrye.mutiny.Uni;
import io.throughline.error.v1.ErrorReason;
import io.throughline.server.status.Failure;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Appends a group. Where the database refuses the data itself, the group is halved until the batch
 * at fault stands alone, and only that one fails.
 */
final class GroupAppend {
  private static final Logger LOG = Logger.getLogger(GroupAppend.class);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);

  private static final Duration FULL_RETRY_DELAY = Duration.ofSeconds(5);
  private static final String DISK_FULL = "53100";

  /** Classes of SQLSTATE that speak of the data: bad value, broken constraint, too large. */
  private static final Set<String> DATA_CLASSES = Set.of("21", "22", "23", "54");

  private final RememberingAppend journal;

  GroupAppend(RememberingAppend journal) {
    this.journal = journal;
  }

  /** What became of each batch, in their order. Never fails. */
  Uni<List<Outcome>> append(List<Submission> group) {
    return journal
        .append(group)
        .onFailure()
        .recoverWithUni(
            fault -> isOfTheData(fault) ? isolate(group, fault) : unavailable(group, fault));
  }

  private Uni<List<Outcome>> isolate(List<Submission> group, Throwable fault) {
    if (group.size() == 1) {
      return Uni.createFrom().item(List.of(Outcome.refused(poisoned(group.get(0), fault))));
    }
    int half = group.size() / 2;
    return append(group.subList(0, half))
        .chain(
            first ->
                append(group.subList(half, group.size()))
                    .map(
                        second -> {
                          List<Outcome> all = new ArrayList<>(first);
                          all.addAll(second);
                          return all;
                        }));
  }

  private static Uni<List<Outcome>> unavailable(List<Submission> group, Throwable fault) {
    LOG.warnf("a group of %d batches is not appended: %s", group.size(), fault.getMessage());
    Failure failure = isDiskFull(fault) ? storageFull() : notAnswering();
    return Uni.createFrom().item(Collections.nCopies(group.size(), Outcome.refused(failure)));
  }

  private static Failure notAnswering() {
    return Failure.of(
            ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
            "The journal's database does not answer. The batch may be durable or not:"
                + " send it again with the same number.")
        .retryAfter(RETRY_DELAY);
  }

  private static Failure storageFull() {
    return Failure.of(
            ErrorReason.ERROR_REASON_STORAGE_FULL,
            "The disk of the journal's database is full, and nothing was stored. Send the batch"
                + " again with the same number when there is room.")
        .retryAfter(FULL_RETRY_DELAY);
  }

  private static Failure poisoned(Submission submission, Throwable fault) {
    String incident = UUID.randomUUID().toString();
    LOG.errorf(fault, "Incident %s: the database refuses %s", incident, submission.key());
    return Failure.of(
            ErrorReason.ERROR_REASON_INTERNAL,
            "The journal cannot store this batch; the server's log has more under incident "
                + incident)
        .with("incident", incident);
  }

  private static boolean isDiskFull(Throwable fault) {
    return fault instanceof PgException postgres && DISK_FULL.equals(postgres.getSqlState());
  }

  private static boolean isOfTheData(Throwable fault) {
    return fault instanceof PgException postgres
        && postgres.getSqlState() != null
        && DATA_CLASSES.contains(postgres.getSqlState().substring(0, 2));
  }
}
