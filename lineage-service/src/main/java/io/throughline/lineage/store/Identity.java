package io.throughline.lineage.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** Keys and digests that are made from content, so that nobody has to ask for them. */
public final class Identity {
  private Identity() {}

  /** The same key for the same words, another one for others (the first half of their SHA-256). */
  public static UUID of(String... words) {
    MessageDigest digest = sha256();
    for (String word : words) {
      byte[] bytes = word.getBytes(UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new UUID(hash.getLong(), hash.getLong());
  }

  /** The SHA-256 of bytes as {@code sha256:} and 64 hexadecimal digits. */
  public static String digest(byte[] content) {
    return text(sha256().digest(content));
  }

  /** A SHA-256 as {@code sha256:} and 64 hexadecimal digits. */
  public static String text(byte[] sha256) {
    return "sha256:" + HexFormat.of().formatHex(sha256);
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
