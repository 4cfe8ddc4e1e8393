package io.throughline.selection.evidence;

/**
 * Why a check has nothing to look at.
 *
 * @param code the reason, for machines
 * @param message the same in a sentence
 * @param nextStep what to do about it
 */
public record Obstacle(ReasonCode code, String message, String nextStep) {}
