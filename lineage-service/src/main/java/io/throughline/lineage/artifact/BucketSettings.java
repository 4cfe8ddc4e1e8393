package io.throughline.lineage.artifact;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/**
 * The bucket of an S3-compatible store. Who asks comes from the environment ({@code
 * AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}), or from the machine's own role.
 */
@ConfigMapping(prefix = "throughline.artifact.s3")
public interface BucketSettings {
  /** The bucket, which must be there. Absent: there is no such store. */
  Optional<String> bucket();

  /** Where the store is; absent: Amazon's, in the region. */
  Optional<URI> endpoint();

  /** The region that requests are signed for. */
  @WithDefault("us-east-1")
  String region();

  /** What every key begins with, and a slash; absent: nothing. */
  Optional<String> prefix();
}
