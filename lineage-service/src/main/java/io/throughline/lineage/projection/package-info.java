/**
 * How the graph is made from the journal: each batch becomes facts, each feature's part turns a
 * fact into rows, and the rows of a whole group are written table by table in the transaction that
 * moves the cursor. Owns the order of these steps and the answer to how far the graph has come.
 * Refuses clocks, chance and other services: the same journal gives the same graph.
 */
package io.throughline.lineage.projection;
