/**
 * From what was observed of a unit to the sums that a readout is made of. Pure: a unit's state
 * follows from its exposures and outcomes alone, and cells are sums over units, exact, so that what
 * changes is subtracted and added again. Refuses to know where observations are kept.
 */
package io.throughline.selection.cell;
