/**
 * Choosing among hundreds of candidates from the command line: says what counts and shows whom the
 * mesh chose, and why not another one. The choice is the mesh's.
 */
package io.throughline.cli.rank;
