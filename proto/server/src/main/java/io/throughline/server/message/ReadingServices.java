package io.throughline.server.message;

import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/** Lets every gRPC service of the house read its requests by {@link Requests#read}. */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
public class ReadingServices implements BindableService {
  private final BindableService service;

  @Inject
  ReadingServices(@OfTheHouse @Delegate BindableService service) {
    this.service = service;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return Requests.read(service.bindService());
  }
}
