/**
 * What is observed of units: values for callers, and the columns in which they travel. Refuses to
 * keep anything: what is told here is an event at once.
 */
package io.throughline.client.observation;
