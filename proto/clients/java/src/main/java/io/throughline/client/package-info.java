/**
 * The emitter: what a pipeline step calls to tell the journal what it did, as a side effect of its
 * task. It owns the promises that no call waits longer than a set bound, that what is told has one
 * effect in the journal, in order, and that what does not get there is counted and told. It asks
 * the graph nothing.
 */
package io.throughline.client;
