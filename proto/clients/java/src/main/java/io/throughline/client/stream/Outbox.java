package io.throughline.client.stream;

import io.throughline.client.spill.Count;
import io.throughline.client.spill.Location;
import io.throughline.client.spill.Progress;
import io.throughline.client.spill.Spill;
import io.throughline.event.v1.Batch;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The batches of one producer that the journal is not known to have, of every scope, in the order
 * in which they were cut; in memory up to a bound, and in the spill where there is one. For the
 * emitter's thread alone.
 */
public final class Outbox {

  private static final Logger LOG = System.getLogger(Outbox.class.getName());
  private static final long SAVE_NANOSECONDS = Duration.ofSeconds(1).toNanos();

  private static final int REFUSALS_LOGGED = 10;

  private final String producer;
  private final Optional<Spill> spill;
  private final OutboxLimits limits;
  private final Tally tally;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Deque<PendingBatch> pending = new ArrayDeque<>();

  /** The producer's count in each scope where {@link #pending} begins. */
  private final Map<String, Count> counts = new HashMap<>();

  private final Map<String, String> positions = new ConcurrentHashMap<>();
  private long sequence;
  private long memoryBytes;
  private int refusalsLogged;
  private boolean changed;
  private boolean spillFails;
  private long saved = System.nanoTime();

  private Outbox(String producer, Optional<Spill> spill, OutboxLimits limits, Tally tally) {
    this.producer = producer;
    this.spill = spill;
    this.limits = limits;
    this.tally = tally;
  }

  /** The outbox of a producer of this process. */
  public static Outbox of(
      String producer, Optional<Spill> spill, OutboxLimits limits, Tally tally) {
    return new Outbox(producer, spill, limits, tally);
  }

  /** The outbox that an ended process has left. */
  public static Outbox adopted(Spill spill, OutboxLimits limits, Tally tally) throws IOException {
    Outbox outbox = new Outbox(spill.progress().producer(), Optional.of(spill), limits, tally);
    outbox.counts.putAll(spill.progress().counts());
    long damaged = spill.replay(outbox::replayed);
    if (damaged > 0) {
      outbox.told(
          "%d bytes at the end of a segment of %s cannot be read"
              .formatted(damaged, spill.directory()));
    }
    return outbox;
  }

  String producer() {
    return producer;
  }

  Collection<Lane> lanes() {
    return lanes.values();
  }

  Lane lane(String scope) {
    return lanes.computeIfAbsent(
        scope, name -> new Lane(this, name, counts.getOrDefault(name, Count.NONE)));
  }

  /** Where its batches lie on disk, or empty. */
  public Optional<Path> spillDirectory() {
    return spill.map(Spill::directory);
  }

  /** Whether the journal has everything. */
  public boolean isEmpty() {
    return pending.isEmpty();
  }

  /** How much of what it may hold it holds, 1 for all. */
  public double fullness() {
    return spill.isPresent() && !spillFails
        ? (double) spill.get().bytes() / limits.spillBytes()
        : (double) memoryBytes / limits.memoryBytes();
  }

  /** Takes a batch without its number; a spill has it when this returns. */
  public void add(Batch batch) {
    Location location = null;
    if (spill.isPresent()) {
      try {
        location = spill.get().append(batch);
        spillFails = false;
      } catch (IOException e) {
        if (!spillFails) {
          LOG.log(Level.WARNING, "The spill cannot be written; batches stay in memory", e);
          told("The spill cannot be written: " + e.getMessage());
        }
        spillFails = true;
      }
    }
    queue(batch, batch.getSerializedSize(), location);
  }

  /** The sequence number of the batch that was added last; 0: none. */
  public long lastAdded() {
    return sequence;
  }

  /** Whether a batch, and each before it, is acknowledged or refused for good. */
  public boolean isDone(long added) {
    return pending.isEmpty() || pending.peek().sequence > added;
  }

  /** What a batch holds, or null where the spill cannot be read; that is told. */
  Batch content(PendingBatch batch) {
    if (batch.content != null) {
      return batch.content;
    }
    try {
      batch.content = spill.orElseThrow().read(batch.location);
      memoryBytes += batch.bytes;
      return batch.content;
    } catch (IOException e) {
      refused(batch, e.getMessage());
      return null;
    }
  }

  void acknowledged(PendingBatch batch) {
    tally.acknowledgedBatches.incrementAndGet();
    if (batch.content != null) {
      tally.acknowledgedEvents.addAndGet(batch.content.getEventsCount());
    }
    tally.noTrouble();
    done(batch);
  }

  void reached(String scope, String position) {
    positions.put(scope, position);
  }

  /** The positions after the last acknowledged batch of each scope. For any thread. */
  public Collection<String> positions() {
    return positions.values();
  }

  void refused(PendingBatch batch, String reason) {
    int events = batch.content == null ? 1 : batch.content.getEventsCount();
    refusedEvents(
        events,
        "%d events of %s, producer %s: %s".formatted(events, batch.lane.scope(), producer, reason));
    batch.sentAs = null;
    done(batch);
  }

  void refusedEvents(int events, String fault) {
    tally.refusedEvents.addAndGet(events);
    told(fault);
    if (++refusalsLogged <= REFUSALS_LOGGED) {
      LOG.log(Level.WARNING, () -> "The journal refuses " + fault);
    }
  }

  void told(String fault) {
    tally.fault(fault);
  }

  /** The numbering of a scope begins again under a new epoch; a spill remembers it before. */
  void renumbered(Lane lane, Count count) {
    counts.put(lane.scope(), count);
    changed = true;
    save();
  }

  /** Saves what has been reached, once in a while. */
  public void save(long now) {
    if (changed && now - saved >= SAVE_NANOSECONDS) {
      save();
      saved = now;
    }
  }

  /** Lets go of the spill, or deletes it where the journal has everything. */
  public void close() {
    if (spill.isEmpty()) {
      return;
    }
    try {
      if (pending.isEmpty()) {
        spill.get().delete();
      } else {
        save();
        spill.get().close();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> "The spill " + spill.get().directory() + " stays behind", e);
    }
  }

  private void replayed(Location location, Batch batch) {
    queue(batch, location.length(), location);
    tally.adoptedBatches.incrementAndGet();
  }

  private void queue(Batch batch, int bytes, Location location) {
    boolean keep = location == null || memoryBytes + bytes <= limits.memoryBytes();
    PendingBatch added =
        new PendingBatch(++sequence, lane(batch.getScope()), keep ? batch : null, bytes, location);
    memoryBytes += keep ? bytes : 0;
    tally.pendingBatches.incrementAndGet();
    tally.pendingBytes.addAndGet(bytes);
    pending.add(added);
    added.lane.add(added);
  }

  private void done(PendingBatch batch) {
    memoryBytes -= batch.content == null ? 0 : batch.bytes;
    tally.pendingBatches.decrementAndGet();
    tally.pendingBytes.addAndGet(-batch.bytes);
    batch.content = null;
    batch.done = true;
    while (!pending.isEmpty() && pending.peek().done) {
      PendingBatch first = pending.remove();
      if (first.sentAs != null) {
        counts.put(first.lane.scope(), first.sentAs);
      }
      changed = true;
    }
  }

  private void save() {
    if (spill.isEmpty()) {
      return;
    }
    Location from =
        pending.stream()
            .map(each -> each.location)
            .filter(location -> location != null)
            .findFirst()
            .orElseGet(spill.get()::end);
    try {
      spill.get().save(new Progress(producer, from.segment(), from.offset(), counts));
      changed = false;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "How far the journal has come cannot be saved beside the spill", e);
    }
  }
}
