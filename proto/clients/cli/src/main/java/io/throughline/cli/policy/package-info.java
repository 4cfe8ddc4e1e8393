/**
 * Looks for faults in a policy's text, judges its own test cases, and shows what it would have said
 * of candidates of the past. The mesh judges; here it is only asked and shown.
 */
package io.throughline.cli.policy;
