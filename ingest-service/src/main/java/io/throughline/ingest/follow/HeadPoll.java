package io.throughline.ingest.follow;

import io.smallrye.mutiny.Uni;
import io.throughline.ingest.journal.Heads;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Looks at the heads of all partitions, for all followers of the replica together and only while
 * there are any: other replicas append too. Where they do not, it looks less and less often.
 */
@ApplicationScoped
class HeadPoll {
  /** At the longest, so many times the usual pause. */
  private static final int LONGEST = 5;

  private final JournalReader reader;
  private final Heads heads;
  private final FollowLimits limits;
  private boolean polling;
  private volatile Duration pause;

  HeadPoll(JournalReader reader, Heads heads, FollowLimits limits) {
    this.reader = reader;
    this.heads = heads;
    this.limits = limits;
    this.pause = limits.poll();
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
        .invoke(read -> pause = heads.advance(read) ? limits.poll() : longer())
        .onFailure()
        .invoke(heads::lose)
        .onItemOrFailure()
        .transformToUni((read, failure) -> Uni.createFrom().voidItem())
        .onItem()
        .delayIt()
        .by(pause)
        .subscribe()
        .with(ignored -> pollWhileFollowed());
  }

  private Duration longer() {
    Duration longest = limits.poll().multipliedBy(LONGEST);
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(longest) < 0 ? doubled : longest;
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
