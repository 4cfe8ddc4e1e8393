package io.throughline.housevaluation.step;

/**
 * A model that was judged.
 *
 * @param figure the name of the figure with its residuals
 */
public record Judged(Trained trained, Judgement judgement, String figure) {}
