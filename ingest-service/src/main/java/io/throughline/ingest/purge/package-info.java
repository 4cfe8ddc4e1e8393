/**
 * Purge: after an event {@code experiment_purged}, the earlier batches of its scope lose their
 * content, in bounded steps that any replica goes on with. It removes nothing that came after the
 * event.
 */
package io.throughline.ingest.purge;
