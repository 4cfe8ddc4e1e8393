package io.throughline.ingest.follower;

/** Another replica has applied the step: the transaction is rolled back. */
final class CursorMovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CursorMovedException(PartitionCursor from) {
    super(
        "partition %d is no longer at position %d".formatted(from.partition(), from.position()),
        null,
        false,
        false);
  }
}
