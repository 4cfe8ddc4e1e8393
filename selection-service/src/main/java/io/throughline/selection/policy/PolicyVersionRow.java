package io.throughline.selection.policy;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** One immutable version of a policy, as stored. */
@Entity
@Table(name = "policy_version")
public class PolicyVersionRow extends PanacheEntityBase {
  @EmbeddedId Key key;
  String digest;
  String yaml;
  String author;
  Instant createTime;

  /** Which version it is. */
  @Embeddable
  public record Key(String tenant, String policy, long version) {}

  PolicyVersionRow() {}

  PolicyVersionRow(Key key, String digest, String yaml, String author, Instant createTime) {
    this.key = key;
    this.digest = digest;
    this.yaml = yaml;
    this.author = author;
    this.createTime = createTime;
  }

  StoredPolicy stored() {
    return new StoredPolicy(key.policy(), key.version(), digest, yaml, author, createTime);
  }
}
