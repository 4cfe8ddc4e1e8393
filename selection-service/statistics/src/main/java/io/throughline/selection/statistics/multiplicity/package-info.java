/**
 * Many questions at once: how much of alpha each may spend, and what is left of a p-value when its
 * neighbours are counted. Refuses a bare minimum over slices.
 */
package io.throughline.selection.statistics.multiplicity;
