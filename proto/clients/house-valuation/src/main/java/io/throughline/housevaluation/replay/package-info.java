/**
 * What a serving system would tell the mesh: deployments, a trial, and what is observed of the
 * units, in the order of time. Everything in it carries the word simulated, for nobody saw it.
 */
package io.throughline.housevaluation.replay;
