package io.throughline.selection.webhook;

import io.smallrye.mutiny.Uni;

/** Finds out what has ended by time alone, and queues the notices of it. */
public interface Expiries {

  /** Queues what ended since it was asked last, each once. */
  Uni<Void> tell();
}
