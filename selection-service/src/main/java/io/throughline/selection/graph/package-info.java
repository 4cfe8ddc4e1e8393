/**
 * Asks lineage-service: how far the graph has come, who the champion is, what was measured. Owns
 * deadlines, retries and the translation into the values that evaluations work with; what is not
 * there reads as absent. Refuses to interpret.
 */
package io.throughline.selection.graph;
