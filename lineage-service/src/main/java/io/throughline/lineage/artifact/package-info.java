/**
 * Artifacts: named, digested things behind a URI. Owns how an artifact enters the graph; refuses to
 * open its URI, ever.
 */
package io.throughline.lineage.artifact;
