package io.throughline.lineage.testing;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Gives the application under test a journal of its own, over gRPC. */
public class TestJournal implements QuarkusTestResourceLifecycleManager {
  private Server server;

  @Override
  public Map<String, String> start() {
    try {
      server =
          NettyServerBuilder.forPort(0)
              .maxInboundMessageSize(16 << 20)
              .permitKeepAliveTime(20, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .addService(new MemoryJournal())
              .build()
              .start();
      return Map.of("throughline.ingest.address", "127.0.0.1:" + server.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    server.shutdownNow();
  }
}
