package io.throughline.selection.cell;

/**
 * An outcome of a unit in its latest revision.
 *
 * @param kind what was done
 * @param time when, in milliseconds since 1970-01-01 UTC
 * @param micros how much, in millionths
 * @param currency the currency of the value, or empty
 */
public record ObservedOutcome(String kind, long time, long micros, String currency) {}
