package io.throughline.load.workload;

/**
 * A producer of a load.
 *
 * @param index its place among the load's producers, from 0
 * @param experiment the id of the experiment that it emits to
 * @param id what it calls itself; also the id of its run
 */
public record ProducerName(int index, String experiment, String id) {

  /** The scope of its batches. */
  public String scope() {
    return "experiments/" + experiment;
  }

  /** The name of its run. */
  public String run() {
    return scope() + "/runs/" + id;
  }
}
