package io.throughline.local.mesh;

import io.throughline.local.postgres.Postgres;
import io.throughline.local.process.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Looks at the mesh on a data directory from outside.
 *
 * @param layout the data directory
 * @param ports the mesh's ports
 */
public record MeshStatus(Layout layout, Ports ports) {

  /** The status of the mesh that runs on a directory, or of the one that would run there. */
  public static MeshStatus of(Layout layout, int portBase) {
    return new MeshStatus(
        layout,
        layout.meshFile().read().map(MeshAddresses::ports).orElseGet(() -> new Ports(portBase)));
  }

  /** Every part: launcher, PostgreSQL, services. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(part("launcher", new Residents(layout).launcher(), Memory::of, "", () -> true));
    parts.add(
        part(
            "postgres",
            Postgres.processOn(layout.data()),
            Memory::ofTree,
            "127.0.0.1:" + ports.postgres(),
            () -> true));
    for (Service service : Service.values()) {
      parts.add(
          part(
              service.serviceName(),
              ServiceProcess.file(service, layout).running(),
              Memory::of,
              ports.grpcAddress(service) + " " + ports.httpUrl(service),
              () -> Readiness.isReady(ports.httpUrl(service))));
    }
    return parts;
  }

  private static Part part(
      String name,
      Optional<ProcessHandle> process,
      Function<ProcessHandle, OptionalLong> memory,
      String address,
      BooleanSupplier ready) {
    if (process.isEmpty()) {
      return new Part(
          name,
          Part.State.STOPPED,
          Optional.empty(),
          address,
          Optional.empty(),
          OptionalLong.empty());
    }
    ProcessHandle handle = process.get();
    return new Part(
        name,
        ready.getAsBoolean() ? Part.State.READY : Part.State.STARTING,
        Optional.of(handle.pid()),
        address,
        handle.info().startInstant().map(start -> Duration.between(start, Instant.now())),
        memory.apply(handle));
  }
}
