package io.throughline.ingest.journal;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.throughline.event.v1.Batch;

/**
 * A batch as it is stored: protobuf without the trace context, which is no part of the content,
 * compressed where that makes it smaller. Events have no maps, so equal batches have equal bytes.
 *
 * @param codec how the bytes are compressed: {@link #PLAIN} or {@link #ZSTD}
 * @param size how many bytes the batch has without compression
 * @param bytes the compressed bytes
 * @param digest the SHA-256 of the bytes without compression
 */
public record Payload(short codec, int size, byte[] bytes, ByteString digest) {
  /** Not compressed. */
  public static final short PLAIN = 0;

  /** Compressed by Zstandard. */
  public static final short ZSTD = 1;

  private static final int LEVEL = 1;

  /** Below that many bytes compressing saves less than it costs. */
  private static final int SMALL = 256;

  /** Encodes a batch. */
  public static Payload of(Batch batch) {
    Batch content =
        batch.getTraceparent().isEmpty() ? batch : batch.toBuilder().clearTraceparent().build();
    byte[] plain = content.toByteArray();
    ByteString digest = ByteString.copyFrom(Digests.sha256(plain));
    if (plain.length < SMALL) {
      return new Payload(PLAIN, plain.length, plain, digest);
    }
    byte[] compressed = Zstd.compress(plain, LEVEL);
    return compressed.length < plain.length
        ? new Payload(ZSTD, plain.length, compressed, digest)
        : new Payload(PLAIN, plain.length, plain, digest);
  }

  /**
   * Decodes what was stored.
   *
   * @throws IllegalStateException when it is not what {@link #of} made
   */
  public static Batch decode(int codec, int size, byte[] bytes, String traceparent) {
    try {
      Batch batch = Batch.parseFrom(plain(codec, size, bytes));
      return traceparent.isEmpty() ? batch : batch.toBuilder().setTraceparent(traceparent).build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("the stored payload is no batch", e);
    }
  }

  /**
   * The encoded batch without decoding it: what was stored, and behind it the trace context, since
   * protobuf's fields may come in any order.
   *
   * @throws IllegalStateException when the codec is not known
   */
  public static ByteString encoded(int codec, int size, byte[] bytes, String traceparent) {
    ByteString content = UnsafeByteOperations.unsafeWrap(plain(codec, size, bytes));
    return traceparent.isEmpty()
        ? content
        : content.concat(Batch.newBuilder().setTraceparent(traceparent).build().toByteString());
  }

  private static byte[] plain(int codec, int size, byte[] bytes) {
    return switch (codec) {
      case PLAIN -> bytes;
      case ZSTD -> Zstd.decompress(bytes, size);
      default -> throw new IllegalStateException("unknown codec " + codec);
    };
  }
}
