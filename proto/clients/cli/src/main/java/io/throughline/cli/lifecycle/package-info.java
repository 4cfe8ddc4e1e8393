/**
 * The life of an experiment after its work: deleted, restored, purged. Owns how people say so; what
 * it means is the journal's and the graph's.
 */
package io.throughline.cli.lifecycle;
