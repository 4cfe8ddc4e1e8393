/**
 * Where is my event? Finds a batch by its producer and number, by look-ups in indexes alone. It
 * refuses to search by anything else.
 */
package io.throughline.ingest.trace;
