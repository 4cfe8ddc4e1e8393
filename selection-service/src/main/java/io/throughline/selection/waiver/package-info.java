/**
 * Waivers: signed exceptions to checks. Owns that one asks and another grants, what can be waived
 * at all, and the expiry that closes the gate again. Refuses to change a verdict: a waiver stands
 * beside it.
 */
package io.throughline.selection.waiver;
