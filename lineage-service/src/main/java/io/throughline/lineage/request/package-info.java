/**
 * Requests: how a door asks for a change that depends on the present state. It appends the request
 * to the journal, waits until the projection has decided it, and answers with what was created or
 * with the refusal. Owns that way, and reading outcomes. Refuses to decide anything itself.
 */
package io.throughline.lineage.request;
