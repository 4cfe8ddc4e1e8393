/**
 * Valuations: candidates (a feature set, an algorithm with its hyperparameters, with or without the
 * monthly adjustment) and the models fitted from them. The only package that touches Tribuo; a fit
 * is deterministic for a seed, whatever else runs beside it.
 */
package io.throughline.housevaluation.valuation;
