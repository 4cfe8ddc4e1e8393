/**
 * Insights: things that were understood, with the names of what shows them. Owns how an insight
 * enters the graph; it is written once.
 */
package io.throughline.lineage.insight;
