package io.throughline.client.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of what was told. Written and read by any thread. */
public final class Tally {

  private static final int FAULTS_KEPT = 20;

  /** Batches that the journal acknowledged. */
  public final AtomicLong acknowledgedBatches = new AtomicLong();

  /** The events in them. */
  public final AtomicLong acknowledgedEvents = new AtomicLong();

  /** Events that the journal refused for good. */
  public final AtomicLong refusedEvents = new AtomicLong();

  /** Batches that neither journal nor spill has taken yet, or only the spill. */
  public final AtomicLong pendingBatches = new AtomicLong();

  /** The bytes of those batches. */
  public final AtomicLong pendingBytes = new AtomicLong();

  /** Batches that an ended process had left in its spill. */
  public final AtomicLong adoptedBatches = new AtomicLong();

  /** Points for which there was no room. */
  public final LongAdder droppedPoints = new LongAdder();

  /** Events other than points for which there was no room. */
  public final AtomicLong droppedEvents = new AtomicLong();

  private final Deque<String> faults = new ArrayDeque<>();
  private String trouble = "";
  private long hopeless;

  /** Notes what was refused, lost or damaged. */
  public synchronized void fault(String fault) {
    if (faults.size() == FAULTS_KEPT) {
      faults.removeFirst();
    }
    faults.add(fault);
  }

  /** The last faults, at most twenty. */
  public synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  /**
   * Notes why nothing is delivered at the moment.
   *
   * @param isHopeless whether waiting will not mend it
   */
  public synchronized void trouble(String reason, boolean isHopeless) {
    trouble = reason;
    hopeless += isHopeless ? 1 : 0;
  }

  synchronized void noTrouble() {
    trouble = "";
  }

  /** Why nothing is delivered at the moment; empty where all is well. */
  public synchronized String trouble() {
    return trouble;
  }

  /** How often delivery has failed in a way that waiting does not mend, such as a wrong token. */
  public synchronized long hopeless() {
    return hopeless;
  }
}
