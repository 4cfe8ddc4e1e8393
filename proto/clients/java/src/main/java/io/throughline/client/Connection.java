package io.throughline.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a service of the mesh.
 *
 * @param address {@code host:port} in plain text (loopback, or inside a cluster), or {@code
 *     https://host:port} with TLS
 * @param tokenFile the file that holds the bearer token, read anew for every call; empty: no token
 * @param patience how long a call is repeated while the service does not answer
 */
public record Connection(String address, Optional<Path> tokenFile, Duration patience) {

  /** Names the file that holds the bearer token. */
  public static final String TOKEN_FILE_VARIABLE = "THROUGHLINE_TOKEN_FILE";

  private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);
  private static final String TLS = "https://";

  public Connection {
    if (!address.matches("(" + TLS + ")?[^/:\\s]+:\\d{1,5}")) {
      throw new IllegalArgumentException(
          "'" + address + "' is no address; write host:port, or https://host:port for TLS");
    }
  }

  /**
   * The connection that the environment describes.
   *
   * @param addressVariable the environment variable that holds the address, such as {@code
   *     THROUGHLINE_INGEST}
   * @throws IllegalStateException where the variable is not set
   */
  public static Connection fromEnvironment(String addressVariable) {
    String address = System.getenv(addressVariable);
    if (address == null || address.isBlank()) {
      throw new IllegalStateException(
          addressVariable + " is not set; it holds the service's address as host:port");
    }
    Optional<Path> tokenFile =
        Optional.ofNullable(System.getenv(TOKEN_FILE_VARIABLE))
            .filter(path -> !path.isBlank())
            .map(Path::of);
    return new Connection(address, tokenFile, DEFAULT_PATIENCE);
  }

  /** A channel whose every call carries the token. The caller shuts it down. */
  public ManagedChannel open() {
    NettyChannelBuilder channel =
        address.startsWith(TLS)
            ? NettyChannelBuilder.forTarget(address.substring(TLS.length()))
            : NettyChannelBuilder.forTarget(address).usePlaintext();
    tokenFile.ifPresent(file -> channel.intercept(new BearerToken(file)));
    return channel.build();
  }
}
