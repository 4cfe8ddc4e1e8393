/**
 * The people of the example, who do not exist: listings that are drawn from real sales, buyers who
 * lose interest the more a price exceeds what was paid, and what is therefore true of every trial
 * among them. Refuses to emit: it knows no mesh.
 */
package io.throughline.housevaluation.simulation;
