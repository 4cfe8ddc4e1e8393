/**
 * Features: which attributes of a house a model may see, and how they become numbers. An encoder is
 * fitted on the sales that train a model and on no others; prices are never features.
 */
package io.throughline.housevaluation.feature;
