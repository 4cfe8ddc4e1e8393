package io.throughline.selection.testing;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gRPC server that can go away and come back on the same port. */
final class Peer {
  private final int port;
  private final List<BindableService> services;
  private Server server;

  Peer(String portProperty, BindableService... services) {
    this.port = Integer.getInteger(portProperty);
    this.services = List.of(services);
  }

  synchronized void start() {
    if (server != null) {
      return;
    }
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
            .permitKeepAliveTime(1, TimeUnit.SECONDS);
    services.forEach(builder::addService);
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void stop() {
    if (server != null) {
      server.shutdownNow();
      try {
        server.awaitTermination();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      server = null;
    }
  }
}
