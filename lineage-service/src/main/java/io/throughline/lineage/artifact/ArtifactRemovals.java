package io.throughline.lineage.artifact;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The table {@code public.artifact_removal}: the digests whose bytes a purge has left behind, until
 * it is clear that nobody else names them. It lies beside the generations, since a purged journal
 * does not tell of them again.
 */
@ApplicationScoped
class ArtifactRemovals {
  private final Pool pool;

  ArtifactRemovals(Pool pool) {
    this.pool = pool;
  }

  /** Bytes are wanted again: they stay. Waits for a removal that has begun. Blocks. */
  void cancel(String tenant, String digest) {
    pool.preparedQuery("DELETE FROM public.artifact_removal WHERE tenant = $1 AND digest = $2")
        .execute(Tuple.of(tenant, digest))
        .await()
        .indefinitely();
  }
}
