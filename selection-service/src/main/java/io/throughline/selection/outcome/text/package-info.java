/**
 * Reads the texts of outcome metrics and cohorts: every fault with its field, line and remedy. Owns
 * the keys of their schema; refuses what it does not know.
 */
package io.throughline.selection.outcome.text;
