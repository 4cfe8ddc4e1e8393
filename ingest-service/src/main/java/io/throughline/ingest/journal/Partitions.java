package io.throughline.ingest.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Which partition a scope belongs to. */
public final class Partitions {

  private Partitions() {}

  /**
   * The partition of a scope: the first eight bytes of the SHA-256 of tenant, line feed and scope,
   * taken as an unsigned number, modulo the number of partitions. This never changes, since it says
   * where what is stored lies.
   */
  public static int of(String tenant, String scope, int partitionCount) {
    byte[] hash = Digests.sha256((tenant + "\n" + scope).getBytes(UTF_8));
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), partitionCount);
  }
}
