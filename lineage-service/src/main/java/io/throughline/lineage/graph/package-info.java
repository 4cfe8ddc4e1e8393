/**
 * The experiment graph itself: nodes, and edges that point from what was first to what came of it.
 * Owns the names of what may stand in the graph, the two tables, and the walk over them. A link to
 * something that nobody has declared yet makes a node that is only mentioned; a link between two
 * scopes is kept in both. Refuses to walk further than the caller's caps.
 */
package io.throughline.lineage.graph;
