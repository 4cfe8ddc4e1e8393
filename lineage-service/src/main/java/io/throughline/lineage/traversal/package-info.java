/**
 * Questions that walk over the graph: what a node came from and what came of it, the ways between
 * two nodes, and what is live that came of a node. Owns the walk, level by level and in bounded
 * slices, and says where it cut an answer. Refuses to walk further than the caller's caps, and
 * writes nothing.
 */
package io.throughline.lineage.traversal;
