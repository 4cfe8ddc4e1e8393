/**
 * What a check looks at: the numbers of candidate and champion, aligned by unit or fold, with what
 * is missing on either side, or the reason why there is nothing to look at. Plain values, so that
 * an evaluation can keep them and be recomputed. Refuses to judge.
 */
package io.throughline.selection.evidence;
