package io.throughline.load.mesh;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Where a mesh is reached.
 *
 * @param ingest ingest-service as {@code host:port}
 * @param lineage lineage-service as {@code host:port}; empty: nothing is asked of it
 * @param tokenFile the file that holds the bearer token
 * @param plaintext whether not to encrypt
 */
public record MeshConnection(
    String ingest, Optional<String> lineage, Path tokenFile, boolean plaintext) {
  private static final int MAX_MESSAGE_BYTES = 256 << 20;
  private static final int KEEP_ALIVE_SECONDS = 30;

  /** A new connection to ingest-service. */
  public ManagedChannel openIngest() {
    return open(ingest);
  }

  /** A new connection to lineage-service, where it is known. */
  public Optional<ManagedChannel> openLineage() {
    return lineage.map(this::open);
  }

  /** A new connection to a service, with the same token. */
  public ManagedChannel open(String address) {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(address)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .directExecutor()
            .intercept(new BearerToken(tokenFile));
    return (plaintext ? builder.usePlaintext() : builder.useTransportSecurity()).build();
  }
}
