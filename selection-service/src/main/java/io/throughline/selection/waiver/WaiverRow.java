package io.throughline.selection.waiver;

import com.google.protobuf.util.Timestamps;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.throughline.event.v1.Waiver;
import io.throughline.event.v1.WaiverState;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A waiver as stored. */
@Entity
@Table(name = "waiver")
public class WaiverRow extends PanacheEntityBase {
  @EmbeddedId Key key;
  String policy;
  String checkId;
  String candidate;
  String evaluation;
  String reason;
  String author;

  /** Who granted it; null until then. */
  String approver;

  boolean revoked;
  Instant expireTime;
  boolean expiryTold;

  /** Which waiver it is; the ids of an experiment rise with time. */
  @Embeddable
  public record Key(String tenant, String experiment, String waiver) {}

  WaiverState state(Instant now) {
    if (revoked) {
      return WaiverState.WAIVER_STATE_REVOKED;
    }
    if (!expireTime.isAfter(now)) {
      return WaiverState.WAIVER_STATE_EXPIRED;
    }
    return approver == null ? WaiverState.WAIVER_STATE_REQUESTED : WaiverState.WAIVER_STATE_GRANTED;
  }

  Waiver message(Instant now) {
    return Waiver.newBuilder()
        .setName(name())
        .setPolicy("policies/" + policy)
        .setCheck(checkId)
        .setCandidate(candidate)
        .setEvaluation(evaluation)
        .setReason(reason)
        .setAuthor(author)
        .setApprover(approver == null ? "" : approver)
        .setExpireTime(Timestamps.fromMillis(expireTime.toEpochMilli()))
        .setState(state(now))
        .build();
  }

  String name() {
    return "experiments/%s/waivers/%s".formatted(key.experiment(), key.waiver());
  }
}
