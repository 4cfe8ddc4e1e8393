/**
 * What goes out to the journal: batches written in the transaction of what they tell of, numbered
 * by scope, and sent until the journal has acknowledged them. Owns producer, epoch and number of
 * this service; refuses to know what the events mean.
 */
package io.throughline.selection.outbox;
