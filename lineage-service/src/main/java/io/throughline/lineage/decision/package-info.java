/**
 * The rules by which the projection decides requests, one after the other in the order of the
 * journal, from earlier events of the request's own scope alone. Owns the state that decisions
 * depend on, and keeping their outcomes. Refuses to look into another scope: other evidence travels
 * inside the request.
 */
package io.throughline.lineage.decision;
