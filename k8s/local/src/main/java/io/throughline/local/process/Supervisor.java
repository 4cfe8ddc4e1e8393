package io.throughline.local.process;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Keeps one child running: starts it, and starts it again whenever it dies, with growing waits, for
 * as long as the mesh is to run. It never gives up, and says every death.
 */
public final class Supervisor {
  private final Child child;
  private final Consumer<String> messages;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger deaths = new AtomicInteger();
  private final Thread thread;
  private volatile Process process;

  /**
   * A supervisor that does nothing yet.
   *
   * @param messages takes a line for every death
   */
  public Supervisor(Child child, Consumer<String> messages) {
    this.child = child;
    this.messages = messages;
    this.thread = new Thread(this::keepRunning, child.name() + "-supervisor");
    this.thread.setDaemon(true);
  }

  /** Starts the child for the first time. */
  public void start() {
    process = child.start();
    thread.start();
  }

  /** The child. */
  public Child child() {
    return child;
  }

  /** How often the child has died since the start. */
  public int deaths() {
    return deaths.get();
  }

  private void keepRunning() {
    Backoff backoff = new Backoff();
    try {
      while (true) {
        long started = System.nanoTime();
        int code = process.waitFor();
        if (stopping.getCount() == 0) {
          return;
        }
        deaths.incrementAndGet();
        Duration wait = backoff.after(Duration.ofNanos(System.nanoTime() - started));
        messages.accept(
            "%s ended with code %d; it starts again in %.1f s (logs: %s)"
                .formatted(
                    child.name(), code, wait.toMillis() / 1000.0, child.output().getParent()));
        if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        restart();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void restart() {
    if (stopping.getCount() > 0) {
      try {
        process = child.start();
      } catch (UncheckedIOException e) {
        messages.accept(e.getMessage() + ": " + e.getCause().getMessage());
      }
    }
  }

  /** Ends the child, killing it when it takes longer than the patience. */
  public void stop(Duration patience) {
    synchronized (this) {
      stopping.countDown();
    }
    if (process != null && !Stop.gracefully(process.toHandle(), patience)) {
      messages.accept(child.name() + " did not end in time and was killed");
    }
    child.processFile().forget();
  }
}
