/** What the journal's tests share: databases, events, and a proxy that breaks connections. */
package io.throughline.ingest.testing;
