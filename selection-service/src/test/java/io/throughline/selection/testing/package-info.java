/**
 * The peers of this service in its tests: lineage-service and ingest-service as real gRPC servers
 * that serve what a test lays down, and fail when a test asks for it.
 */
package io.throughline.selection.testing;
