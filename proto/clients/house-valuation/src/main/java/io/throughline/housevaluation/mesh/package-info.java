/**
 * The mesh as the example sees it, beyond emitting: the store of artifacts, the registry, which
 * knows the champion, trials, which show what a model does to people, and the gate, which says
 * whether it may replace the champion. Every call is safe to repeat, and repeated while a service
 * is away.
 */
package io.throughline.housevaluation.mesh;
