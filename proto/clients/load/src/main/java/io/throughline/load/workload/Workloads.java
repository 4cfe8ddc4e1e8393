package io.throughline.load.workload;

/** The workloads by the names that people type. */
public enum Workloads {
  /** Batches of many points of one series. */
  storm,
  /** Batches of a single point. */
  single,
  /** Batches of several events of a single point. */
  events,
  /** Runs with many parameters and one metric each. */
  sweep;

  /**
   * Makes the workload.
   *
   * @param seed what its values follow from
   * @param size points a batch (storm), events a batch (events), parameters a run (sweep); without
   *     meaning for single
   */
  public Workload of(long seed, int size) {
    return switch (this) {
      case storm -> new Points(seed, 1, size);
      case single -> new Points(seed, 1, 1);
      case events -> new Points(seed, size, 1);
      case sweep -> new Sweep(seed, size);
    };
  }

  /** How large a batch is when nobody says. */
  public int usualSize() {
    return switch (this) {
      case storm -> 1000;
      case single -> 1;
      case events -> 20;
      case sweep -> 200;
    };
  }
}
