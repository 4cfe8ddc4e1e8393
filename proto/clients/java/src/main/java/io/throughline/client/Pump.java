package io.throughline.client;

import io.throughline.client.buffer.EventQueue;
import io.throughline.client.buffer.EventQueue.QueuedEvent;
import io.throughline.client.buffer.PointRing;
import io.throughline.client.buffer.ScopeBuffer;
import io.throughline.client.buffer.Series;
import io.throughline.client.stream.Delivery;
import io.throughline.client.stream.Outbox;
import io.throughline.client.stream.Tally;
import io.throughline.event.v1.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The emitter's thread: takes what pipelines tell, cuts it into batches, and has them delivered.
 * Where the outbox is nearly full it drops points, and where it is full it takes nothing more; both
 * are counted.
 */
final class Pump {

  private static final Logger LOG = System.getLogger(Pump.class.getName());

  /** How long events wait for others to share their batch. */
  private static final long LINGER = Duration.ofMillis(20).toNanos();

  private static final long PAUSE = Duration.ofMillis(10).toNanos();
  private static final int POINTS = 1 << 16;
  private static final int EVENTS = 10_000;
  private static final long EVENT_BYTES = 64 << 20;

  /** Above this only events other than points are taken. */
  private static final double NEARLY_FULL = 0.9;

  private final PointRing points = new PointRing(POINTS);
  private final EventQueue events = new EventQueue(EVENTS, EVENT_BYTES);
  private final Map<String, ScopeBuffer> buffers = new HashMap<>();
  private final Queue<PendingFlush> flushes = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Tally tally;
  private final Outbox outbox;
  private final Delivery delivery;
  private final long longestWait;
  private final Thread thread;
  private volatile boolean open = true;
  private long now;

  /**
   * @param outbox of this process
   * @param left what ended processes have left
   * @param longestWait how long an event may wait for room
   */
  Pump(
      Connections connections,
      Outbox outbox,
      Collection<Outbox> left,
      Tally tally,
      Duration longestWait) {
    this.outbox = outbox;
    this.tally = tally;
    this.longestWait = longestWait.toNanos();
    delivery = connections.delivery(this::wake, tally);
    delivery.add(outbox);
    left.forEach(delivery::add);
    thread = new Thread(this::run, "throughline-emitter");
    thread.setDaemon(true);
    thread.start();
  }

  /** Makes the delivery of a pump, which the pump wakes. */
  interface Connections {

    /** A delivery to the journal. */
    Delivery delivery(Runnable wake, Tally tally);
  }

  /** Takes a point; never waits. */
  void point(Series series, long step, long time, double value) {
    if (!open || !points.offer(series, step, time, value)) {
      tally.droppedPoints.increment();
    } else if (points.isHalfFull()) {
      wake();
    }
  }

  /** Takes an event; waits for room at most as long as was set. */
  void event(String scope, Event event) {
    QueuedEvent queued = new QueuedEvent(scope, event, event.getSerializedSize());
    if (!open || !events.offer(queued, longestWait)) {
      tally.droppedEvents.incrementAndGet();
      tally.fault("An event of %s was dropped, for there was no room".formatted(scope));
    }
  }

  /**
   * Waits until the journal has answered for everything that was told before.
   *
   * @return whether it has, within the patience
   */
  boolean flush(Duration patience) {
    PendingFlush flush = new PendingFlush(points.offered(), events.offered(), tally.hopeless());
    if (!thread.isAlive()) {
      return outbox.isEmpty();
    }
    flushes.add(flush);
    wake();
    try {
      return flush.answered().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      flushes.remove(flush);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      flushes.remove(flush);
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("The emitter's thread failed", e);
    }
  }

  /** The positions after the last acknowledged batch of each scope. */
  Collection<String> positions() {
    return outbox.positions();
  }

  /** Takes nothing more, keeps what is left in the spill, and ends the thread. */
  void stop() {
    open = false;
    wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void wake() {
    if (!woken.get() && woken.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    while (open) {
      woken.set(false);
      now = System.nanoTime();
      try {
        step();
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "The emitter starts its stream anew, for its thread failed", e);
        tally.trouble(String.valueOf(e), false);
        delivery.reset("the emitter's thread failed", now);
      }
      if (!woken.get()) {
        LockSupport.parkNanos(this, PAUSE);
      }
    }
    end();
  }

  private void step() {
    if (outbox.fullness() < 1) {
      drain();
    }
    for (PendingFlush flush : flushes) {
      if (!flush.isCut() && flush.isTaken(points, events)) {
        cutAll();
        flush.cutAt(outbox.lastAdded());
      }
    }
    for (ScopeBuffer buffer : buffers.values()) {
      if (!buffer.isEmpty() && now - buffer.since() >= LINGER) {
        outbox.add(buffer.cut());
      }
    }
    delivery.step(now);
    for (Outbox each : new ArrayList<>(delivery.outboxes())) {
      each.save(now);
      if (each != outbox && each.isEmpty()) {
        delivery.remove(each);
        each.close();
      }
    }
    flushes.removeIf(flush -> flush.answer(outbox, tally));
  }

  /** Points after the events that came before them; the end of a run after its points. */
  private void drain() {
    long told = points.offered();
    QueuedEvent next = events.poll();
    for (int i = 1; next != null; i++) {
      if (next.event().hasRunEnded()) {
        points.drain(points.offered(), this::buffer);
      }
      ScopeBuffer buffer = buffer(next.scope());
      buffer.add(next.event(), next.bytes(), now);
      cutIfFull(buffer);
      next = i < EVENTS && outbox.fullness() < 1 ? events.poll() : null;
    }
    points.drain(told, this::buffer);
  }

  private void buffer(Series series, long step, long time, double value) {
    if (outbox.fullness() >= NEARLY_FULL) {
      tally.droppedPoints.increment();
      return;
    }
    ScopeBuffer buffer = buffer(series.scope());
    buffer.add(series, step, time, value, now);
    cutIfFull(buffer);
  }

  private ScopeBuffer buffer(String scope) {
    return buffers.computeIfAbsent(scope, ScopeBuffer::new);
  }

  private void cutIfFull(ScopeBuffer buffer) {
    if (buffer.isFull()) {
      outbox.add(buffer.cut());
    }
  }

  private void cutAll() {
    buffers.values().stream()
        .filter(buffer -> !buffer.isEmpty())
        .forEach(buffer -> outbox.add(buffer.cut()));
  }

  private void end() {
    now = System.nanoTime();
    drain();
    cutAll();
    tally.droppedPoints.add(points.drain(points.offered(), (series, step, time, value) -> {}));
    while (events.poll() != null) {
      tally.droppedEvents.incrementAndGet();
    }
    delivery.reset("the emitter is closed", now);
    delivery.outboxes().forEach(Outbox::close);
    flushes.forEach(PendingFlush::giveUp);
  }
}
