/**
 * Whether the data can carry a verdict at all: the allocation, double exposures, and how many units
 * it takes. Refuses to call an allocation sound before enough units could have shown that it is
 * not.
 */
package io.throughline.selection.statistics.health;
