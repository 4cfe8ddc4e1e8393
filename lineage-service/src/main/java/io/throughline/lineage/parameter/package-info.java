/**
 * Parameters: what somebody chose. Owns the table {@code parameter}, the parameters of a run, and
 * those that a model inherits from the runs on the way to it. A parameter is written once.
 */
package io.throughline.lineage.parameter;
