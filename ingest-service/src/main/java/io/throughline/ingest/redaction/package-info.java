/**
 * Redaction: removes the content of batches that should never have been told, and tells followers
 * of it in the same transaction. It refuses to remove the record of a redaction or a purge.
 */
package io.throughline.ingest.redaction;
