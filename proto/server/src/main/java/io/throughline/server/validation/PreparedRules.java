package io.throughline.server.validation;

import com.google.protobuf.Message;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import org.jboss.logging.Logger;

/**
 * Builds the rules of every request that the service knows while it starts, so that no first call
 * waits for them.
 */
@ApplicationScoped
class PreparedRules {
  private static final Logger LOG = Logger.getLogger(PreparedRules.class);
  private final Validation validation;
  private final Instance<BindableService> services;

  PreparedRules(Validation validation, @Any Instance<BindableService> services) {
    this.validation = validation;
    this.services = services;
  }

  void prepare(@Observes StartupEvent started) {
    long begin = System.nanoTime();
    int prepared = 0;
    for (BindableService service : services) {
      for (ServerMethodDefinition<?, ?> method : service.bindService().getMethods()) {
        if (method.getMethodDescriptor().getRequestMarshaller()
                instanceof MethodDescriptor.PrototypeMarshaller<?> marshaller
            && marshaller.getMessagePrototype() instanceof Message prototype) {
          validation.prepare(prototype);
          prepared++;
        }
      }
    }
    LOG.infof(
        "the rules of %d methods are built, in %d ms",
        prepared, (System.nanoTime() - begin) / 1_000_000);
  }
}
