/**
 * Measures how fast selection-service takes observations in, and how fast it answers: what is sent,
 * how long until it counts, and the same rows by PostgreSQL alone. Refuses to judge the figures.
 */
package io.throughline.load.observe;
