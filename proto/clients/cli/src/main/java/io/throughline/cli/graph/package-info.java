/**
 * Questions to the experiment graph: runs, models, what came from what, what was chosen otherwise.
 */
package io.throughline.cli.graph;
