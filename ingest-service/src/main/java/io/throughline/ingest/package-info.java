/** The journal's door: its gRPC service, which hands each call to the feature that serves it. */
package io.throughline.ingest;
