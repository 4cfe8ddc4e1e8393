package io.throughline.selection.evaluation;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.Optional;

/** An evaluation as stored: what was said, and what it was computed from. Never changed. */
@Entity
@Table(name = "evaluation")
public class EvaluationRow extends PanacheEntityBase {
  @EmbeddedId Key key;
  String candidate;

  /** The version that was named as the candidate; null where a model was. */
  String candidateVersion;

  /** The caller's id of the request; null where none was given. */
  String requestId;

  /** Of the request's content, so that another content under the same id is noticed. */
  String requestDigest;

  /** The evaluation as it went out. */
  byte[] message;

  /** What it was computed from, as {@link EvidenceCodec} writes it. */
  byte[] evidence;

  /** The version that was named as the candidate, where one was. */
  public Optional<String> namedVersion() {
    return Optional.ofNullable(candidateVersion);
  }

  /** Which evaluation it is; the ids of an experiment rise with time. */
  @Embeddable
  public record Key(String tenant, String experiment, String evaluation) {}
}
