package io.throughline.ingest.append;

import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import java.util.Optional;

/**
 * What became of a batch: either an acknowledgement or a refusal.
 *
 * @param acknowledgement it is durable
 * @param refusal it is not in the journal; or, where the database broke off, it may be
 */
record Outcome(Optional<Acknowledgement> acknowledgement, Optional<Failure> refusal) {

  static Outcome acknowledged(int partition, long position, boolean duplicate) {
    return new Outcome(
        Optional.of(
            Acknowledgement.newBuilder()
                .setPosition(Position.of(partition, position).toString())
                .setDuplicate(duplicate)
                .build()),
        Optional.empty());
  }

  static Outcome refused(Failure failure) {
    return new Outcome(Optional.empty(), Optional.of(failure));
  }
}
