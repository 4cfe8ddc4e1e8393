/**
 * Promotions: a candidate that passed becomes the champion. Owns that only a PASS promotes, or a
 * waiver for every check that is in the way, with the approvals that the policy asks for, and that
 * the champion is the one that was compared with; the alias itself is moved by lineage-service, in
 * the order of the journal.
 */
package io.throughline.selection.promotion;
