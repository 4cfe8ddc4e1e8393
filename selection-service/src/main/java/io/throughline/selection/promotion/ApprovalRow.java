package io.throughline.selection.promotion;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** An approval as stored. Never changed. */
@Entity
@Table(name = "approval")
public class ApprovalRow extends PanacheEntityBase {
  @EmbeddedId Key key;
  String approval;
  String comment;
  Instant createTime;

  /** Who approved of what, once. */
  @Embeddable
  public record Key(String tenant, String experiment, String evaluation, String approver) {}
}
