/**
 * Holds histories against the journal and the graph, both read anew over their usual doors: what
 * was acknowledged is in the journal, what is in the journal was sent, each batch once and in its
 * producer's order, positions have no gaps, and the graph tells the same points. It believes no
 * service and repairs nothing.
 */
package io.throughline.load.check;
