/**
 * Comparing models: a candidate against a champion over the same units or folds, ties among
 * hundreds, fronts, money and its tail. Everything is paired; nothing here treats the scores of two
 * models on the same data as independent.
 */
package io.throughline.selection.statistics.model;
