package io.throughline.local.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends processes. */
public final class Stop {
  private Stop() {}

  /**
   * Asks a process to end (SIGTERM) and waits; kills it when it takes longer than the patience.
   *
   * @return whether it ended by itself
   */
  public static boolean gracefully(ProcessHandle process, Duration patience) {
    process.destroy();
    if (ends(process, patience)) {
      return true;
    }
    process.destroyForcibly();
    ends(process, patience);
    return false;
  }

  /** Waits for a process to end; whether it did within the patience. */
  public static boolean ends(ProcessHandle process, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (!isGone(process)) {
        if (System.nanoTime() > deadline) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return isGone(process);
    }
  }

  /** Also what has ended but is never waited for, as happens to an orphan in a container. */
  private static boolean isGone(ProcessHandle process) {
    return !process.isAlive() || process.info().command().isEmpty();
  }
}
