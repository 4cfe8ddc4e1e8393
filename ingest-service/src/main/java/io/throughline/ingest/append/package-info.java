/**
 * Appends batches to the journal: admission by quota and room, the checks of the door, one appender
 * a partition with its bounded queue, numbering and deduplication, and the group's transaction. It
 * owns the promise that an acknowledged batch is durable and has one effect. It refuses, before it
 * buffers, what it cannot take in.
 */
package io.throughline.ingest.append;
