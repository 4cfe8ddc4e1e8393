/**
 * What changed, when, and by how much, where nothing was randomised: difference in differences, a
 * single change point, an interrupted series. Refuses to hide what each of them assumes; it is a
 * caveat of every result.
 */
package io.throughline.selection.statistics.time;
