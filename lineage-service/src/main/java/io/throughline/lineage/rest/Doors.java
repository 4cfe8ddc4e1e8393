package io.throughline.lineage.rest;

import com.google.protobuf.Message;
import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.throughline.lineage.freshness.UnaryCall;
import io.throughline.server.access.AccessInterceptor;
import io.throughline.server.access.Caller;
import io.throughline.server.validation.ValidationInterceptor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The gRPC doors, reached from within the process through the interceptors that guard them. */
@ApplicationScoped
public class Doors {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Server server;
  private final ManagedChannel channel;

  Doors(
      @Any Instance<BindableService> doors,
      AccessInterceptor access,
      ValidationInterceptor validation) {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    doors.forEach(
        // The last one named is asked first.
        door -> builder.addService(ServerInterceptors.intercept(door, validation, access)));
    try {
      this.server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.channel = InProcessChannelBuilder.forName(name).directExecutor().build();
  }

  void stop(@Observes ShutdownEvent stopping) {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** The doors as a caller reaches them. */
  Channel as(Caller caller) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + caller.bearer());
    if (!caller.tenant().equals(Caller.EVERY_TENANT)) {
      headers.put(AccessInterceptor.TENANT, caller.tenant());
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  /** Calls a method that answers once. */
  Uni<Message> call(Caller caller, Route route, Message request) {
    return UnaryCall.of(
        request,
        (asked, answer) ->
            ClientCalls.asyncUnaryCall(
                as(caller).newCall(route.method(), CallOptions.DEFAULT), asked, answer));
  }
}
