/**
 * Sends batches on a schedule that does not wait for answers, over many producers and streams, and
 * measures from the moment in which each batch was meant to be sent, so that a slow answer also
 * counts against those behind it (no coordinated omission). A batch that is refused for now, or
 * whose stream breaks, is sent again under its number until it is acknowledged.
 */
package io.throughline.load.drive;
