/**
 * Across experiments and strata: what many trials say together, and what a total hides. Refuses
 * causal words: what it returns about moderators and mixes is a description of what was observed.
 */
package io.throughline.selection.statistics.synthesis;
