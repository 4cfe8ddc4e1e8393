/**
 * Trials on the command line: readouts, and the outcome metrics and cohorts by which they are read.
 * Refuses to judge: that is the gate's.
 */
package io.throughline.cli.trial;
