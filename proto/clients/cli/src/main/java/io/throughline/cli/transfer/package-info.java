/**
 * Export and import: one experiment as one file. Owns the file's form (the batches of the
 * experiment's scope in the journal's order, each a length and a {@code JournalBatch}, compressed
 * by gzip) and how it is appended to another journal: under the same producers and numbers, so that
 * doing it twice, or going on after a break, is harmless.
 */
package io.throughline.cli.transfer;
