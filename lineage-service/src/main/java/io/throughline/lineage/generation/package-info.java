/**
 * Generations of the graph: each is a schema of its own, made from the journal by one version of
 * the program. One serves; a rebuild makes the next one beside it, takes its place in one
 * transaction when it has caught up, and the old one is dropped later. Owns the table {@code
 * public.generation} and the schema's definition. Refuses to change a schema in place: a new
 * version of the schema is a new generation.
 */
package io.throughline.lineage.generation;
