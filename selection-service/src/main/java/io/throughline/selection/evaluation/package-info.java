/**
 * Evaluations: immutable runs of a policy on a candidate. Owns pinning the champion, gathering the
 * evidence at a position, storing verdict and evidence, and telling the journal through the outbox.
 * Refuses to judge on stale or unpinned evidence; the judging itself is in {@code check}.
 */
package io.throughline.selection.evaluation;
