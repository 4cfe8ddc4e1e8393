package io.throughline.server.message;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/** How a service reads its requests. */
final class Requests {
  private Requests() {}

  /**
   * The same service, which ends a call with MESSAGE_MALFORMED where what arrives is no message of
   * its method.
   */
  static ServerServiceDefinition read(ServerServiceDefinition service) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    service.getMethods().forEach(method -> methods.add(read(method)));
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
            .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder reading = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(reading::addMethod);
    return reading.build();
  }

  private static <Q, R> ServerMethodDefinition<Q, R> read(ServerMethodDefinition<Q, R> method) {
    MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
    return descriptor.getRequestMarshaller() instanceof PrototypeMarshaller<Q> messages
        ? ServerMethodDefinition.create(
            descriptor.toBuilder(
                    new RequestMarshaller<>(messages), descriptor.getResponseMarshaller())
                .build(),
            method.getServerCallHandler())
        : method;
  }
}
