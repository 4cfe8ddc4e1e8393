package io.throughline.selection.cell;

import java.util.Map;

/**
 * A unit met an arm.
 *
 * @param arm the arm's id, or its deployment's name
 * @param time when, in milliseconds since 1970-01-01 UTC
 * @param attributes what was known of the unit
 * @param covariate the number known of it before, in millionths; 0 where none was given
 */
public record ObservedExposure(
    String arm, long time, Map<String, String> attributes, long covariate) {}
