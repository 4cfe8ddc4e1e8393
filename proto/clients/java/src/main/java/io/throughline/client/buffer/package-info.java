/**
 * What a pipeline tells, before it is a batch: points in a ring of columns that a training step
 * writes to without waiting, other events in a bounded queue, and per scope what has come together.
 * It owns the promise that a metric call waits for nobody. It knows neither journal nor disk.
 */
package io.throughline.client.buffer;
