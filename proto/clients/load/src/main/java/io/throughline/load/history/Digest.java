package io.throughline.load.history;

import io.throughline.event.v1.Batch;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a batch's content: the SHA-256 of its bytes without the trace context. */
public final class Digest {
  private Digest() {}

  /** All 32 bytes. */
  public static byte[] of(Batch batch) {
    Batch content =
        batch.getTraceparent().isEmpty() ? batch : batch.toBuilder().clearTraceparent().build();
    try {
      return MessageDigest.getInstance("SHA-256").digest(content.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /** The first eight bytes, which tell apart what one producer sends. */
  public static long brief(byte[] digest) {
    return ByteBuffer.wrap(digest).getLong();
  }

  static long brief(String hex) {
    return Long.parseUnsignedLong(hex.substring(0, 16), 16);
  }
}
