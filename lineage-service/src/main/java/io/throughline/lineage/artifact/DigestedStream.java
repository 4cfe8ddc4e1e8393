package io.throughline.lineage.artifact;

import io.throughline.lineage.store.Identity;
import io.throughline.server.status.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Bytes that come in, which ends well only where they are as many as allowed and have the digest
 * that was said: whoever reads to the end without a failure has read the right ones.
 */
final class DigestedStream extends InputStream {
  private final InputStream bytes;
  private final String said;
  private final long maxBytes;
  private final MessageDigest digest = Identity.sha256();
  private long size;
  private boolean ended;

  DigestedStream(InputStream bytes, String said, long maxBytes) {
    this.bytes = bytes;
    this.said = said;
    this.maxBytes = maxBytes;
  }

  /** How many bytes have come. */
  long size() {
    return size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = ended ? -1 : bytes.read(buffer, offset, length);
    if (count >= 0) {
      size += count;
      if (size > maxBytes) {
        throw Failure.invalidField(
            "content", "has more than %d bytes, which is the limit here".formatted(maxBytes));
      }
      digest.update(buffer, offset, count);
    } else if (!ended) {
      check();
    }
    return count;
  }

  private void check() {
    String found = Identity.text(digest.digest());
    if (!found.equals(said)) {
      throw Failure.invalidField(
          "digest", "the bytes that came have the digest %s; send them again".formatted(found));
    }
    ended = true;
  }
}
