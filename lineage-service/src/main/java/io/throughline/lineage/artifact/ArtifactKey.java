package io.throughline.lineage.artifact;

import io.throughline.server.status.Failure;
import java.util.regex.Pattern;

/**
 * Whose bytes, by their digest.
 *
 * @param tenant whose
 * @param digest {@code sha256:} and 64 lower-case hexadecimal digits
 */
record ArtifactKey(String tenant, String digest) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int PREFIX = "sha256:".length();
  private static final int SHARD = PREFIX + 2;

  /** Refuses (FIELDS_INVALID) what is no digest: a key becomes a part of a path. */
  ArtifactKey {
    if (!DIGEST.matcher(digest).matches()) {
      throw Failure.invalidField(
          "digest",
          "write 'sha256:' and 64 lower-case hexadecimal digits, not '%s'".formatted(digest));
    }
  }

  /** The place in a store, from its root. A tenant may be named {@code ..}; the prefix helps. */
  String path() {
    return "tenant-%s/%s/%s"
        .formatted(tenant, digest.substring(PREFIX, SHARD), digest.substring(PREFIX));
  }
}
