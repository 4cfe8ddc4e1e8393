/**
 * Export and import: one experiment as one file. Owns the file's form (a ZIP file: {@code batches},
 * the batches of the experiment's scope in the journal's order, each a length and a {@code
 * JournalBatch}; {@code artifacts/}, bytes by their SHA-256; {@code SHA256SUMS}) and how it comes
 * into another mesh: artifacts first, then the batches under the same producers and numbers, so
 * that doing it twice, or going on after a break, is harmless. Refuses a file of which any sum is
 * wrong.
 */
package io.throughline.cli.transfer;
