/**
 * How fast lineage makes its graph anew: fills the journal with runs and points, asks for a
 * rebuild, and watches it while the old graph answers. Owns what such a story looks like and what
 * is measured of it. Refuses to judge: that is for whoever asked.
 */
package io.throughline.load.rebuild;
