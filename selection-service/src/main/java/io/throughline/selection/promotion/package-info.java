/**
 * Promotions: a candidate that passed becomes the champion. Owns that only a PASS promotes, and
 * that the champion is the one that was compared with; the alias itself is moved by
 * lineage-service, in the order of the journal.
 */
package io.throughline.selection.promotion;
