/** Looks for faults in a policy's text, as the mesh would when the policy is stored. */
package io.throughline.cli.policy;
