/**
 * Populations and trials as nodes of the graph: which deployments were whose arms. Refuses
 * observations; what units met and did is kept by selection-service alone.
 */
package io.throughline.lineage.trial;
