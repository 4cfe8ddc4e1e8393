/**
 * The commands {@code load} and {@code check}: they read what a person typed, let the other
 * packages work, and print. They refuse to decide what is fast enough: they put what was measured
 * beside the physical limit.
 */
package io.throughline.load;
