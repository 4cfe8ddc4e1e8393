/**
 * The steps of the pipeline, one class each: load, split, adjust, train, evaluate. A step does its
 * task and tells, in a few lines, what it chose, read, measured and made; each is a run of its own
 * within the pipeline's run. This is the code to copy; the mathematics is elsewhere.
 */
package io.throughline.housevaluation.step;
