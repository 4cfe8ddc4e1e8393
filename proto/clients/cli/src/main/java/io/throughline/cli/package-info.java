/**
 * The command line against any mesh. Owns the list of commands and how each ends: with an answer,
 * or with one or two lines that say what went wrong and what to do. Refuses to know more of the
 * mesh than the contract says.
 */
package io.throughline.cli;
