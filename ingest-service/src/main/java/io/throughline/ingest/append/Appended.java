package io.throughline.ingest.append;

import com.google.protobuf.ByteString;

/**
 * A batch that is in the journal.
 *
 * @param position where it lies in its partition
 * @param digest the digest of its content
 */
record Appended(long position, ByteString digest) {}
