/**
 * A look at the projection from outside: how far it has come, what it could not apply, and a hash
 * of everything that it says. Owns what counts as content: the hash leaves out positions, surrogate
 * keys, chunk bounds, and times that only the journal's clock gave.
 */
package io.throughline.lineage.inspection;
