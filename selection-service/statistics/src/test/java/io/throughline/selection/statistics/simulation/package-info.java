/**
 * Seeded simulations: 100,000 trials each show that intervals cover and false alarms stay as rare
 * as they are said to be. They run with the profile {@code simulation} and leave their figures in
 * {@code target/simulation.txt}.
 */
package io.throughline.selection.statistics.simulation;
