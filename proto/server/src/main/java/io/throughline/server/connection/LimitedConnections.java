package io.throughline.server.connection;

import io.grpc.netty.NettyServerBuilder;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/** Sets the limits of connections when the server is built. */
@ApplicationScoped
public class LimitedConnections implements ServerBuilderCustomizer<VertxServerBuilder> {
  private final ConnectionLimits limits;

  LimitedConnections(ConnectionLimits limits) {
    this.limits = limits;
  }

  @Override
  public void customize(GrpcServerConfiguration configuration, VertxServerBuilder builder) {
    limit(builder.nettyBuilder());
  }

  void limit(NettyServerBuilder server) {
    server
        .maxConcurrentCallsPerConnection(limits.calls())
        .maxInboundMetadataSize(limits.headerBytes())
        .maxConnectionAge(limits.maxAge().toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionAgeGrace(limits.grace().toMillis(), TimeUnit.MILLISECONDS);
  }
}
