/**
 * The emitter: what a pipeline step calls to tell the journal what it did, as a side effect of its
 * task. It numbers batches per scope and repeats a batch until it is acknowledged, so each has one
 * effect whatever is killed meanwhile. It keeps events in memory only, and asks the graph nothing.
 */
package io.throughline.client;
