package io.throughline.selection.outbox;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** A batch on its way to the journal. */
@Entity
@Table(name = "outbox")
public class OutboxRow extends PanacheEntityBase {
  @EmbeddedId Key key;

  /** The batch as it goes out. */
  byte[] batch;

  /** The position of its acknowledgement; null until then. */
  String position;

  /** Which batch it is. */
  @Embeddable
  public record Key(String tenant, String scope, long epoch, long number) {}

  OutboxRow() {}

  OutboxRow(Key key, byte[] batch) {
    this.key = key;
    this.batch = batch;
  }
}
