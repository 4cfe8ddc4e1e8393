/**
 * The little that the journal knows of events: which field names the subject of each kind, and what
 * this version of the contract does not know. It interprets nothing else.
 */
package io.throughline.ingest.event;
