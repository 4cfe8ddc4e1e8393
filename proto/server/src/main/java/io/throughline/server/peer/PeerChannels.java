package io.throughline.server.peer;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Makes channels to other services of the mesh. */
public final class PeerChannels {
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private PeerChannels() {}

  /**
   * A channel that spreads its calls over every address of the target and notices a dead peer.
   *
   * @param target {@code host:port}, or {@code dns:///service:port} for all replicas behind a name
   */
  public static ManagedChannel channel(String target) {
    return NettyChannelBuilder.forTarget(target)
        .usePlaintext()
        .intercept(new PeerTracing())
        .defaultLoadBalancingPolicy("round_robin")
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        .build();
  }
}
