/**
 * The sales: what is known of a house and what it was sold for, read once from the packaged file.
 * Knows nothing of features and models; leaves out the columns that are known only after the sale.
 */
package io.throughline.housevaluation.sale;
