/**
 * How a call fails: one canonical code, one English sentence, one reason of the contract's
 * enumeration, and the details that fit (AIP-193). {@link io.throughline.server.status.Failure} is
 * the only place that packs status details. Refuses to let anything else out: what is no failure of
 * ours leaves as INTERNAL with an incident's id, and the log has the rest.
 */
package io.throughline.server.status;
