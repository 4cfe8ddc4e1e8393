/**
 * Runs: executions of pipelines and of their steps, with what went into them and came out of them.
 * Owns the table {@code run}, reading one run whole, and searching the runs of an experiment. Start
 * and end are each told once: of conflicting ones the first stands, and the conflict is kept.
 */
package io.throughline.lineage.run;
