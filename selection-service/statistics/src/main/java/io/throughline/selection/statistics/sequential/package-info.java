/**
 * Always-valid inference: intervals and tests that may be looked at after every unit, and stay
 * honest. Refuses to be tuned after the fact: the planned number of units is frozen before the
 * first look.
 */
package io.throughline.selection.statistics.sequential;
