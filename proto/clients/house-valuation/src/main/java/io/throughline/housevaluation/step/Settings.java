package io.throughline.housevaluation.step;

/**
 * How a pipeline is executed.
 *
 * @param seed of everything random: the folds' cut and the trainers
 * @param threads how many candidates are fitted at a time; changes no result
 */
public record Settings(long seed, int threads) {}
