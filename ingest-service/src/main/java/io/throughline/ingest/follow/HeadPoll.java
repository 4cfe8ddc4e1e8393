package io.throughline.ingest.follow;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.journal.Heads;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Looks at the heads of all partitions, for all followers of the replica together and only while
 * there are any: other replicas append too.
 */
@ApplicationScoped
class HeadPoll {
  private final JournalReader reader;
  private final Heads heads;
  private final FollowLimits limits;
  private boolean polling;

  HeadPoll(JournalReader reader, Heads heads, FollowLimits limits) {
    this.reader = reader;
    this.heads = heads;
    this.limits = limits;
  }

  /** Polls from now on until nobody listens. */
  void start() {
    synchronized (this) {
      if (polling) {
        return;
      }
      polling = true;
    }
    poll();
  }

  private void poll() {
    reader
        .heads()
        .onItem()
        .invoke(heads::advance)
        .onFailure()
        .invoke(heads::lose)
        .onItemOrFailure()
        .transformToUni((read, failure) -> Uni.createFrom().voidItem())
        .onItem()
        .delayIt()
        .by(limits.poll())
        .subscribe()
        .with(ignored -> pollWhileFollowed());
  }

  private void pollWhileFollowed() {
    synchronized (this) {
      polling = heads.hasListeners();
      if (!polling) {
        return;
      }
    }
    poll();
  }
}
