/**
 * Evaluations: runs of a policy's checks, made by selection-service. Owns how an evaluation enters
 * the graph, beside its candidate and its champion, with the waivers and approvals that answer it;
 * refuses to judge anything itself.
 */
package io.throughline.lineage.evaluation;
