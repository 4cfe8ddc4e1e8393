package io.throughline.selection.check;

import java.util.Optional;

/**
 * What a check found in one slice.
 *
 * @param slice which one, in words
 * @param n how many units
 * @param measure the numbers, with an interval that holds for all slices at once; absent where they
 *     cannot be computed
 * @param verdict what follows for the slice
 */
public record SliceFinding(
    String slice, long n, Optional<Finding.Measure> measure, Verdict verdict) {}
