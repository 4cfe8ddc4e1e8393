/**
 * Follows the journal for populations, trials and observations, and keeps what readouts are made
 * of: the observations themselves, a row for each unit of a trial, and exact sums. Owns the schema
 * {@code observed}; everything in it follows from the journal and from the definitions of outcome
 * metrics and cohorts. Refuses to interpret: what a unit counts for is {@code cell}'s.
 */
package io.throughline.selection.observation;
