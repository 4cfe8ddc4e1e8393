/**
 * The mesh as the example sees it, beyond emitting: the registry, which knows the champion, and the
 * gate, which says whether a model may replace it. Every call is safe to repeat, and repeated while
 * a service is away.
 */
package io.throughline.housevaluation.mesh;
