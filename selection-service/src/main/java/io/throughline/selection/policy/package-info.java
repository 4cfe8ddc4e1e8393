/**
 * Policies: the rules of promotion gates, as versioned, immutable YAML. Owns what a policy may say,
 * its faults with their lines, its versions and digests. Refuses to know what was measured: that a
 * metric exists is for the evaluation to find out.
 */
package io.throughline.selection.policy;
