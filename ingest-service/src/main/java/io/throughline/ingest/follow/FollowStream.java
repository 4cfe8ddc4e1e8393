package io.throughline.ingest.follow;

import io.grpc.stub.ServerCallStreamObserver;
import io.throughline.error.v1.ErrorReason;
import io.throughline.ingest.journal.Heads;
import io.throughline.ingest.v1.FollowResponse;
import io.throughline.server.status.Failure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * One {@code Follow} stream. It reads a page of one partition at a time, in turn, sends it as fast
 * as the follower takes it, and only then reads the next. Whatever happens calls {@link #advance};
 * one thread at a time works, the others only leave word, so that nobody waits for a follower.
 */
final class FollowStream implements Heads.Listener {
  private static final Logger LOG = Logger.getLogger(FollowStream.class);
  private static final Duration RETRY_DELAY = Duration.ofMillis(500);

  private final JournalReader reader;
  private final Heads heads;
  private final Wish wish;
  private final ServerCallStreamObserver<FollowResponse> follower;
  private final AtomicInteger wanted = new AtomicInteger();
  private volatile boolean started;
  private volatile boolean closed;
  private volatile Throwable broken;

  // What only the working thread touches.
  private final List<Place> places;
  private final Deque<Entry> page = new ArrayDeque<>();
  private int turn;

  // The read that is under way, if any, and what it has brought.
  private volatile boolean reading;
  private volatile List<Entry> arrived;

  FollowStream(
      JournalReader reader,
      Heads heads,
      Wish wish,
      ServerCallStreamObserver<FollowResponse> follower) {
    this.reader = reader;
    this.heads = heads;
    this.wish = wish;
    this.follower = follower;
    this.places = new ArrayList<>(wish.from());
  }

  /** Begins to send, from the wished places or from where the journal begins behind them. */
  void start(List<Place> beginning) {
    for (int i = 0; i < beginning.size(); i++) {
      if (!places.set(i, beginning.get(i)).equals(beginning.get(i))) {
        page.add(Entry.progress(beginning.get(i)));
      }
    }
    started = true;
    heads.add(this);
    if (closed) {
      heads.remove(this);
    }
    advance();
  }

  @Override
  public void moved() {
    advance();
  }

  @Override
  public void lost(Throwable cause) {
    broken = cause;
    advance();
  }

  /** The follower has gone. */
  void close() {
    closed = true;
    heads.remove(this);
  }

  /** Sends what is at hand as long as the follower takes it, and reads on when all is sent. */
  void advance() {
    if (wanted.getAndIncrement() > 0) {
      return;
    }
    int seen = 1;
    do {
      if (started && !closed) {
        try {
          work();
        } catch (RuntimeException e) {
          fail(e);
        }
      }
      seen = wanted.addAndGet(-seen);
    } while (seen > 0);
  }

  private void work() {
    if (broken != null) {
      fail(broken);
      return;
    }
    List<Entry> entries = arrived;
    if (entries != null) {
      arrived = null;
      reading = false;
      page.addAll(entries);
    }
    while (!page.isEmpty() && follower.isReady()) {
      follower.onNext(page.poll().toResponse());
    }
    if (!reading && page.isEmpty() && follower.isReady()) {
      readNext();
    }
  }

  private void readNext() {
    for (int i = 0; i < places.size(); i++) {
      int next = (turn + i) % places.size();
      Place place = places.get(next);
      long head = heads.at(place.partition());
      if (head > place.position()) {
        turn = next + 1;
        reading = true;
        reader.page(place, head, wish).subscribe().with(entries -> read(next, entries), this::lost);
        return;
      }
    }
  }

  private void read(int index, List<Entry> entries) {
    if (entries.isEmpty()) {
      lost(new IllegalStateException("the journal has become shorter"));
      return;
    }
    places.set(index, entries.get(entries.size() - 1).place());
    arrived = entries;
    advance();
  }

  private void fail(Throwable cause) {
    close();
    LOG.warnf(cause, "a follower's stream ends at %s", places);
    follower.onError(
        Failure.of(
                ErrorReason.ERROR_REASON_DEPENDENCY_UNAVAILABLE,
                "The journal's database does not answer; follow again from the last cursor.")
            .retryAfter(RETRY_DELAY));
  }
}
