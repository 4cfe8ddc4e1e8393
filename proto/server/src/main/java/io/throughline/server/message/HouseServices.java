package io.throughline.server.message;

import io.grpc.BindableService;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.ClassConfig;
import jakarta.enterprise.inject.build.compatible.spi.Enhancement;

/**
 * Qualifies the house's gRPC services when a service is built, most of which are generated. The
 * framework's own, such as that of health, cannot be decorated.
 */
public class HouseServices implements BuildCompatibleExtension {
  private static final String HOUSE = "io.throughline.";

  /** Qualifies a service where it is ours. */
  @Enhancement(types = BindableService.class, withSubtypes = true)
  public void qualify(ClassConfig service) {
    if (service.info().name().startsWith(HOUSE)) {
      service.addAnnotation(OfTheHouse.class);
    }
  }
}
