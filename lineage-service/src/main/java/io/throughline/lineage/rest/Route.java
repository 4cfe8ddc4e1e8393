package io.throughline.lineage.rest;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A path under which a method of the contract answers.
 *
 * @param method the method, as gRPC calls it
 * @param declared the same, as the contract declares it
 * @param template the path
 */
record Route(
    MethodDescriptor<Message, Message> method,
    Descriptors.MethodDescriptor declared,
    PathTemplate template) {

  /**
   * A path that fits a route.
   *
   * @param route the route
   * @param variables what the path says, by the paths of fields
   */
  record Match(Route route, Map<String, String> variables) {}

  /** The routes of a method: one for each path that its {@code google.api.http} option names. */
  @SuppressWarnings("unchecked")
  static Stream<Route> of(MethodDescriptor<?, ?> method) {
    Descriptors.MethodDescriptor declared =
        ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor()).getMethodDescriptor();
    HttpRule rule = declared.getOptions().getExtension(AnnotationsProto.http);
    return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
        .filter(HttpRule::hasGet)
        .map(
            one ->
                new Route(
                    (MethodDescriptor<Message, Message>) method,
                    declared,
                    PathTemplate.parse(one.getGet())));
  }

  /** An empty request. */
  Message.Builder request() {
    return prototype(method.getRequestMarshaller()).newBuilderForType();
  }

  private static Message prototype(MethodDescriptor.Marshaller<Message> marshaller) {
    return ((MethodDescriptor.PrototypeMarshaller<Message>) marshaller).getMessagePrototype();
  }
}
