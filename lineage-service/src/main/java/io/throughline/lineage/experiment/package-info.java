/**
 * Experiments: the questions under study, and what people expect of their answers. Owns reading and
 * listing experiments; each is its own scope.
 */
package io.throughline.lineage.experiment;
