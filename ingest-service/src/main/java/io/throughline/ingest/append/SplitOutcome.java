package io.throughline.ingest.append;

import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.v1.Acknowledgement;
import io.throughline.server.position.Position;
import io.throughline.server.status.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What became of a batch that was split by buckets: acknowledged when every part is durable. */
final class SplitOutcome {

  private SplitOutcome() {}

  /**
   * The outcome of the whole. Where parts were refused, some may be in the journal: a batch that is
   * sent again completes the others. Of several gaps the lowest expected number is told, from which
   * on every part gets what it lacks.
   */
  static Outcome of(List<Outcome> parts) {
    List<Failure> refusals = parts.stream().flatMap(part -> part.refusal().stream()).toList();
    if (!refusals.isEmpty()) {
      return Outcome.refused(
          refusals.stream()
              .filter(refusal -> refusal.reason() == ErrorReason.ERROR_REASON_NUMBER_GAP)
              .min(Comparator.comparingLong(SplitOutcome::expected))
              .orElse(refusals.get(0)));
    }
    Position position = Position.START;
    boolean duplicate = true;
    for (Outcome part : parts) {
      Acknowledgement one = part.acknowledgement().orElseThrow();
      position = position.merge(Position.parse(one.getPosition()));
      duplicate &= one.getDuplicate();
    }
    return new Outcome(
        Optional.of(
            Acknowledgement.newBuilder()
                .setPosition(position.toString())
                .setDuplicate(duplicate)
                .build()),
        Optional.empty());
  }

  private static long expected(Failure gap) {
    return gap.metadata("expected").map(Long::parseLong).orElse(Long.MAX_VALUE);
  }
}
