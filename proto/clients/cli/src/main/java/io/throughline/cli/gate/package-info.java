/**
 * The gate for CI: asks whether a candidate may replace the champion, shows each check's numbers,
 * and ends with the verdict as exit code. Owns waiting and repeating; the verdict is the mesh's.
 */
package io.throughline.cli.gate;
