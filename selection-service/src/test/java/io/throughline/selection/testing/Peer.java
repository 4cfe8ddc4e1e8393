package io.throughline.selection.testing;

import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A gRPC server that can go away and come back on the same port. */
public final class Peer {
  private static final Metadata.Key<String> TRACEPARENT =
      Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> TRACEPARENTS = ConcurrentHashMap.newKeySet();

  private final int port;
  private final List<BindableService> services;
  private Server server;

  Peer(String portProperty, BindableService... services) {
    this.port = Integer.getInteger(portProperty);
    this.services = List.of(services);
  }

  /** Whether a call of a trace has come to any peer. */
  public static boolean wasCalledIn(String traceId) {
    return TRACEPARENTS.stream().anyMatch(traceparent -> traceparent.contains(traceId));
  }

  /** Takes note of the traces of calls. */
  private static final class Traces implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      if (headers.containsKey(TRACEPARENT)) {
        TRACEPARENTS.add(headers.get(TRACEPARENT));
      }
      return next.startCall(call, headers);
    }
  }

  synchronized void start() {
    if (server != null) {
      return;
    }
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress("localhost", port))
            .permitKeepAliveTime(1, TimeUnit.SECONDS);
    services.forEach(builder::addService);
    builder.intercept(new Traces());
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
