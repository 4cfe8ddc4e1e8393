package io.throughline.server.connection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a connection to the gRPC server may be. */
@ConfigMapping(prefix = "throughline.connection")
public interface ConnectionLimits {
  /** How many calls a connection has at once; further ones wait at the client. */
  @WithDefault("100")
  int calls();

  /** How many bytes the headers of a call take together. */
  @WithDefault("8192")
  int headerBytes();

  /**
   * After which time, give or take a tenth, a client is asked to connect anew, so that replicas
   * that were added get their share of the calls.
   */
  @WithDefault("PT30M")
  Duration maxAge();

  /** How long the calls of a connection that is too old may go on; streams are then broken off. */
  @WithDefault("PT1M")
  Duration grace();
}
