package io.throughline.selection.policy;

import java.time.Instant;

/**
 * One immutable version of a policy.
 *
 * @param id which policy it is
 * @param version its number, from 1
 * @param digest the SHA-256 of the text, as {@code sha256:} and 64 hexadecimal digits
 * @param yaml the text
 * @param author the subject of the token that stored it
 * @param createTime when it was stored
 */
public record StoredPolicy(
    String id, long version, String digest, String yaml, String author, Instant createTime) {

  /** {@code policies/{policy}/versions/{version}}. */
  public String name() {
    return "policies/%s/versions/%d".formatted(id, version);
  }
}
