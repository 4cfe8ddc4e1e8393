/**
 * What is left of batches that were redacted: nothing. The journal gives them without their events,
 * so a graph that is made anew never sees them. Refuses to keep anything of their content.
 */
package io.throughline.lineage.redaction;
