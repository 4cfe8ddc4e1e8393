/**
 * Benchmarks, on demand: each figure beside what was measured next to it in the same run. Owns how
 * figures are printed; refuses to decide a build: none of this is a test.
 */
package io.throughline.local.bench;
