/**
 * The demo: it executes the pipeline against a mesh, asks the gate about the best model, and prints
 * what came out. It decides nothing that the gate decides.
 */
package io.throughline.housevaluation;
