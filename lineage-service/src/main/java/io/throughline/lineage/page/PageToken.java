package io.throughline.lineage.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.throughline.error.v1.ErrorReason;
import io.throughline.lineage.store.Identity;
import io.throughline.server.status.Failure;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Where a page ended: the key of its last row. Its text starts with a fingerprint of the request,
 * so that it is of no use for another one.
 */
public final class PageToken {
  private static final int MAX_PARTS = 16;

  private PageToken() {}

  /**
   * The text of a token.
   *
   * @param last the key of the page's last row; a part may be null
   * @param request what the list is of: method, tenant, parent, filter, order
   */
  public static String encode(List<String> last, String... request) {
    UUID fingerprint = Identity.of(request);
    List<byte[]> parts = new ArrayList<>();
    int size = Long.BYTES;
    for (String part : last) {
      byte[] bytes = part == null ? null : part.getBytes(UTF_8);
      parts.add(bytes);
      size += Integer.BYTES + (bytes == null ? 0 : bytes.length);
    }
    ByteBuffer out = ByteBuffer.allocate(size).putLong(fingerprint.getMostSignificantBits());
    for (byte[] part : parts) {
      out.putInt(part == null ? -1 : part.length);
      if (part != null) {
        out.put(part);
      }
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
  }

  /**
   * The key of the last row of the page before; empty at the beginning.
   *
   * @throws Failure PAGE_TOKEN_INVALID
   */
  public static List<String> decode(String token, String... request) {
    if (token.isEmpty()) {
      return List.of();
    }
    try {
      ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
      if (in.getLong() != Identity.of(request).getMostSignificantBits()) {
        throw invalid();
      }
      List<String> parts = new ArrayList<>();
      while (in.hasRemaining() && parts.size() < MAX_PARTS) {
        parts.add(part(in));
      }
      if (parts.isEmpty()) {
        throw invalid();
      }
      return parts;
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      throw invalid();
    }
  }

  private static String part(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    if (length > in.remaining()) {
      throw invalid();
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, UTF_8);
  }

  private static Failure invalid() {
    return Failure.of(
        ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID,
        "page_token: not a token of this request; send the next_page_token of the page before, and"
            + " the same request otherwise");
  }
}
