/**
 * Artifacts: named, digested things. Owns how an artifact enters the graph, and the store that
 * keeps bytes under their digest, once, in a directory or in a bucket of an S3-compatible store;
 * and the removal of what a purge has left there. Refuses to open the URI that a client named,
 * ever, and to let a name decide where bytes lie.
 */
package io.throughline.lineage.artifact;
