package io.throughline.selection.evidence;

/**
 * What the experiment graph knows of the candidate.
 *
 * @param holds whether it is as the check wants it
 * @param message what was found, in a sentence
 * @param nextStep what to do where it does not hold
 */
public record Fact(boolean holds, String message, String nextStep) {}
