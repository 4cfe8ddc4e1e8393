/**
 * Batches on disk until the journal has them: an append-only log for each producer, with a lock
 * that says whether its process lives. It owns what survives the death of a process. It sends
 * nothing and numbers nothing.
 *
 * <p>A directory holds one directory a producer, in it {@code lock}, {@code progress} and the
 * segments {@code 00000001.log}, {@code 00000002.log}, … A segment is a row of frames: the length
 * of the payload and its CRC-32, each four bytes, big-endian, then the payload, a {@code Batch}
 * without its number. A frame that is cut short or damaged ends its segment.
 */
package io.throughline.client.spill;
