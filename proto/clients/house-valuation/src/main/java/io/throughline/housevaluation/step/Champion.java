package io.throughline.housevaluation.step;

import io.throughline.housevaluation.valuation.Candidate;

/**
 * The model to beat.
 *
 * @param model its name in the graph
 * @param candidate the choices that it was trained with
 */
public record Champion(String model, Candidate candidate) {}
