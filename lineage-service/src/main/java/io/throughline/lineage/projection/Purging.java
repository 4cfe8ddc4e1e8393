package io.throughline.lineage.projection;

import io.smallrye.mutiny.Uni;
import io.throughline.lineage.store.Transaction;

/** What a purge does to what earlier batches have left. */
public interface Purging {

  /** Comes once before everything else of a group in which an experiment is purged. */
  Uni<Void> begin(Transaction transaction);

  /**
   * Removes what the scope of an experiment has said until then; what other scopes say of it stays.
   *
   * @param purged an {@code ExperimentPurged}
   */
  Uni<Void> purge(Fact purged, Transaction transaction);
}
