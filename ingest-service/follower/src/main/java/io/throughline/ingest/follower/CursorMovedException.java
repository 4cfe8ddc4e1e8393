package io.throughline.ingest.follower;

/** Another replica has applied the step or taken its partition over: nothing is applied here. */
final class CursorMovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CursorMovedException(PartitionCursor from) {
    super(
        "partition %d is no longer at position %d, or no longer ours"
            .formatted(from.partition(), from.position()),
        null,
        false,
        false);
  }
}
